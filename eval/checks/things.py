"""Things and their kinds: species and breeds, makes and models, products and categories; and how codes are written."""

import re
from ipaddress import ip_address

from eval.checks.rule import Rule, anything, texts
from eval.phrases import word_set

_BREEDS = {
    "dog": "labrador|golden retriever|poodle|beagle|bulldog|german shepherd|dachshund|boxer|husky|chihuahua|rottweiler|corgi|pug|yorkshire|border collie",
    "cat": "siamese|persian|maine coon|ragdoll|bengal|sphynx|british shorthair|domestic shorthair|domestic longhair|russian blue|abyssinian",
    "bird": "parakeet|budgerigar|cockatiel|canary|cockatoo|macaw|finch",
    "rabbit": "holland lop|lionhead|netherland dwarf|flemish giant|rex rabbit",
}
_MAKES = {
    "toyota": "corolla|camry|rav4|prius|highlander|yaris|tacoma",
    "honda": "civic|accord|cr-v|pilot|fit",
    "ford": "f-150|mustang|focus|fiesta|escape|explorer",
    "bmw": "3 series|5 series|x3|x5|m3",
    "audi": "a3|a4|a6|q5|q7",
    "volkswagen": "golf|passat|polo|tiguan|jetta",
    "tesla": "model 3|model s|model x|model y",
    "chevrolet": "silverado|malibu|equinox|camaro|impala",
    "nissan": "altima|rogue|sentra|leaf|juke|qashqai",
    "hyundai": "elantra|sonata|tucson|santa fe|i10|i20",
    "mercedes-benz": "c-class|e-class|a-class|glc|gle",
    "kia": "sportage|sorento|rio|optima",
    "subaru": "outback|forester|impreza",
    "mazda": "cx-5|mazda3|mx-5",
}
_CATEGORIES = (
    (
        r"\b(?:laptop|smartphone|headphones|earbuds|tablet|monitor|webcam|bluetooth speaker|usb|ssd|charger|keyboard)",
        r"electr|comput|tech|phone|mobile|audio|access|gadget|gaming|office|it|peripheral|hardware|device|automotive|music|wearable|camera|tv",
    ),
    (
        r"\b(?:t-shirt|jeans|hoodie|dress shirt|sneakers|skirt|blouse|leggings|cardigan)",
        r"cloth|apparel|fashion|shoe|foot|sport|men|kid|wear|top|bottom|dress|beauty",
    ),
    (
        r"\b(?:shampoo|lipstick|moisturi[sz]er|mascara|sunscreen|conditioner|serum)",
        r"beauty|health|personal|cosmetic|care|makeup|hair|skin",
    ),
    (
        r"\b(?:sofa|bookshelf|bed frame|dining table|wardrobe|nightstand|armchair)",
        r"furni|home|living|bed|decor|office|dining",
    ),
    (
        r"\b(?:pasta|olive oil|granola|yogurt|cheddar|cereal|espresso beans|green tea)",
        r"food|groc|pantry|dairy|beverage|snack|drink|kitchen|breakfast|bak|dry|oil|tea|cook|coffee",
    ),
    (r"\b(?:board game|puzzle|lego|doll|action figure|building blocks)", r"toy|game|kid|baby|hobb"),
    (
        r"\b(?:yoga mat|dumbbell|tennis racket|treadmill|football boots|resistance bands)",
        r"sport|fitness|outdoor|gym|exercise|shoe|foot",
    ),
    (r"\b(?:cookbook|novel|paperback|hardcover)", r"book|media|home|kitchen"),
)
_AIRLINES = {
    "delta": "DL",
    "united": "UA",
    "american": "AA",
    "southwest": "WN",
    "lufthansa": "LH",
    "british airways": "BA",
    "air france": "AF",
    "emirates": "EK",
    "ryanair": "FR",
    "jetblue": "B6",
}
_VIN = re.compile(r"[A-HJ-NPR-Z0-9]{17}")
_ICD = re.compile(r"[A-Z]\d[0-9A-Z](?:\.[0-9A-Z]{1,4})?")
_METHODS = word_set("GET POST PUT PATCH DELETE HEAD OPTIONS TRACE CONNECT")
_LEVELS = word_set(
    "trace debug info notice warn warning error critical fatal alert emergency emerg informational information verbose"
)


def digits(text: str) -> list[int]:
    """Return the digits of a text."""
    return [int(letter) for letter in text if letter.isdigit()]


def is_isbn(text: str) -> bool:
    """Tell whether the last digit of a book's number is what the others say."""
    letters = re.sub(r"[^0-9X]", "", text)
    if len(letters) == 13:  # the longer ones
        return sum(digit * (3 if place % 2 else 1) for place, digit in enumerate(digits(letters))) % 10 == 0
    values = [10 if letter == "X" else int(letter) for letter in letters]
    return (
        len(values) == 10 and sum(value * (10 - place) for place, value in enumerate(values)) % 11 == 0
    )  # the shorter ones


def is_card(text: str) -> bool:
    """Tell whether a card's number has Luhn's last digit; masked ones are believed."""
    if not re.fullmatch(r"[\d -]{12,23}", text):
        return True
    doubled = [
        value if place % 2 == 0 else sum(digits(str(2 * value))) for place, value in enumerate(reversed(digits(text)))
    ]
    return sum(doubled) % 10 == 0


def is_iban(text: str) -> bool:
    """Tell whether an account's number has its check digits."""
    bare = text.replace(" ", "")
    turned = bare[4:] + bare[:4]
    return (
        re.fullmatch(r"[A-Z]{2}\d{2}[A-Z0-9]{10,30}", bare) is not None
        and int("".join(str(int(letter, 36)) for letter in turned)) % 97 == 1
    )


def is_ip(text: str) -> bool:
    """Tell whether a text is an address of the internet."""
    try:
        ip_address(text.partition("/")[0])
    except ValueError:
        return False
    return True


def _bred(species: str, breed: str) -> bool:
    for kind, breeds in _BREEDS.items():
        if re.search(breeds, breed.lower()):
            return kind in species.lower()
    return True


def _made(make: str, model: str) -> bool:
    for known, models in _MAKES.items():
        if re.fullmatch(models, model.lower()):
            return (
                make.lower()
                .replace("mercedes", "mercedes-benz")
                .replace("-benz-benz", "-benz")
                .replace("vw", "volkswagen")
                .startswith(known)
            )
    return True


def _shelved(product: str, category: str) -> bool:
    for said, at_home in _CATEGORIES:
        if re.search(said, product.lower()):
            return bool(re.search(at_home, category.lower()))
    return True


def _flown(airline: str, flight: str) -> bool:
    for name, code in _AIRLINES.items():
        if airline.lower().startswith(name) and re.match(r"[A-Z0-9]{2} ?-?\d", flight):
            return flight.startswith(code)
    return True


def _electric(fuel: object, engine: object) -> bool:
    return str(fuel).lower() not in {"electric", "ev"} or not isinstance(engine, int | float) or engine == 0


def _dosed(dosage: str) -> bool:
    return bool(re.search(r"\d|apply|as (?:needed|directed)|one|two|tablet|daily|puff|drop", dosage.lower()))


RULES: tuple[Rule, ...] = (
    texts("A breed is one of its species", _bred, species=r"(?:animal_|pet_)?(?:species|type)|animal", breed=r"breed"),
    texts(
        "A model is one of its make",
        _made,
        make=r"(?:vehicle_|car_)?(?:make|brand|manufacturer)",
        model=r"(?:vehicle_|car_)?model",
    ),
    texts(
        "A product lies on its shelf",
        _shelved,
        product=r"(?:product|item)(?:_name)?",
        category=r"(?:product_|item_)?category(?:_name)?",
    ),
    texts(
        "A flight has its airline's letters",
        _flown,
        airline=r"airline(?:_name)?|carrier",
        flight=r"flight_(?:number|no|num)|flight",
    ),
    anything(
        "What drives by electricity has no displacement",
        _electric,
        fuel=r"fuel(?:_type)?",
        engine=r"engine_(?:size|cc|displacement|capacity)(?:_\w+)?",
    ),
    texts("A dosage says how much", _dosed, dosage=r"dosage|dose"),
    texts("A book's number has its check digit", is_isbn, text=r"isbn(?:_?1[03])?"),
    texts("A vehicle's number has 17 letters", lambda vin: _VIN.fullmatch(vin) is not None, vin=r"vin(?:_number)?"),
    texts("A card's number has its check digit", is_card, text=r"(?:credit_)?card_number"),
    texts("An IBAN has its check digits", is_iban, text=r"iban"),
    texts("An IP address is one", is_ip, text=r"(?:\w+_)?ip(?:_address)?|ipv[46]"),
    texts(
        "A diagnosis code is one of the ICD",
        lambda code: _ICD.fullmatch(code) is not None,
        code=r"icd_?(?:10)?(?:_code)?|diagnosis_code",
    ),
    texts("A method is one of HTTP's", lambda method: method.upper() in _METHODS, method=r"(?:http|request)_method"),
    texts("A level is one of logs", lambda level: level.lower() in _LEVELS, level=r"log_level"),
    texts(
        "A MAC address is one",
        lambda mac: re.fullmatch(r"(?:[0-9A-Fa-f]{2}[:-]){5}[0-9A-Fa-f]{2}", mac) is not None,
        mac=r"mac(?:_address)?",
    ),
    texts(
        "A currency has three capitals or a name",
        lambda code: re.fullmatch(r"[A-Z]{3}", code) is not None,
        code=r"currency_code",
    ),
    texts(
        "An e-mail address is one",
        lambda email: re.fullmatch(r"[^\s@]+@[^\s@]+\.[a-z]{2,}", email) is not None,
        email=r"(?:\w+_)?email(?:_address)?",
    ),
    texts(
        "A link is one",
        lambda url: re.match(r"https?://|www\.|/|[\w-]+\.[a-z]{2}", url) is not None,
        url=r"(?:\w+_)?url|website",
    ),
)
