// Looks, before the form is sent, whether it will arrive: a session that ended would lead to the page for signing in, and a
// server that is gone to a page of the browser's, and what was typed would be lost. Without it the form is sent as ever.
"use strict";

{
  const form = document.getElementById("schema_form");
  const login = form.dataset.login;
  const said = document.createElement("div");
  said.setAttribute("role", "alert");
  form.querySelector(".submit-row").before(said);
  let looking = false;
  let sure = false;

  const say = (text, link) => {
    const words = document.createElement("p");
    words.className = "errornote";
    words.append(text);
    if (link) {
      const anchor = document.createElement("a");
      Object.assign(anchor, { href: login, target: "_blank", rel: "noopener", textContent: link });
      words.append(" ", anchor);
    }
    said.replaceChildren(words);
    said.scrollIntoView({ block: "nearest" });
  };

  // Return the form's token of today: another sign-in, in another tab, has changed it. None when nobody is signed in.
  const token = async () => {
    const answer = await fetch(form.dataset.session, { credentials: "same-origin", cache: "no-store" });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    return page.querySelector("#logout-form") && page.querySelector("[name=csrfmiddlewaretoken]").value;
  };

  const send = async (button) => {
    try {
      const current = await token();
      if (!current) {
        say("Nothing is saved yet: you are no longer signed in. Come back to this page afterwards and save once more.", "Sign in, in another tab");
        return;
      }
      form.elements.csrfmiddlewaretoken.value = current;
    } catch {
      say("Nothing is saved yet: the server was not reached. What you typed stays here; save once more in a moment.");
      return;
    }
    said.replaceChildren();
    sure = true;
    form.requestSubmit(button);
  };

  form.addEventListener("submit", (event) => {
    if (sure || event.defaultPrevented) {
      sure = false;
      return;
    }
    event.preventDefault();
    if (looking) return; // a second click of an impatient hand
    looking = true;
    send(event.submitter).finally(() => { looking = false; });
  });
}
