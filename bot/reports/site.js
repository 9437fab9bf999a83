"use strict";
/* Shows what the search finds. The form is hidden without this script; all else on the page works the same. */
(() => {
  const form = document.querySelector("form");
  const box = form.querySelector("input");
  const list = form.querySelector("ol");
  const status = form.querySelector("[role=status]");
  const articles = [...document.querySelectorAll("article")];
  const links = articles.map((article) => article.querySelector("h3 a"));
  const entries = articles.map((article, at) =>
    [links[at], article.querySelector("div"), article].map((part) => part.textContent));
  const search = searchOf(entries, JSON.parse(form.dataset.synonyms), form.dataset.common.split(" "));

  function show() {
    const found = search(box.value);
    list.replaceChildren(...found.map((at) => {
      const item = document.createElement("li");
      item.append(links[at].cloneNode(true));
      return item;
    }));
    const { found: some, none } = form.dataset;
    status.textContent = !box.value.trim() ? "" : found.length ? some.replace("{count}", found.length) : none;
  }

  box.addEventListener("input", show);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    list.querySelector("a")?.click();
  });
  form.hidden = false;
})();
