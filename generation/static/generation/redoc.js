"use strict";

// Runs before ReDoc, whose script writes styles into the page and shows its maker's logo, which is elsewhere. The
// Content-Security-Policy lets in the styles that carry the page's nonce; the logo fails before it has to be refused.
const { nonce } = document.currentScript;
const createElement = document.createElement.bind(document);

document.createElement = (name, options) => {
  const element = createElement(name, options);
  if (name === "style") {
    element.nonce = nonce;
  } else if (name === "img") {
    keepHere(element);
  }
  return element;
};

function keepHere(image) {
  const setAttribute = image.setAttribute.bind(image);
  image.setAttribute = (name, value) => {
    if (name === "src" && isElsewhere(value)) {
      queueMicrotask(() => image.dispatchEvent(new Event("error")));
    } else {
      setAttribute(name, value);
    }
  };
  Object.defineProperty(image, "src", {
    get: () => image.getAttribute("src") ?? "",
    set: (address) => image.setAttribute("src", address),
  });
}

function isElsewhere(address) {
  const { origin, protocol } = new URL(address, location.href);
  return protocol.startsWith("http") && origin !== location.origin;
}
