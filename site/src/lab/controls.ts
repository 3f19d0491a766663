/** The rail of the lab: one control per setting of the study on screen. */
import type { Study } from "../generated/scenario.ts";
import { power } from "../text/format.ts";
import { h, setText } from "../ui/dom.ts";
import { choicesOf, put, takes } from "./address.ts";
import { words } from "../messages/en/lab.ts";
import type { Param } from "./types.ts";

/** Makes the controls in host. change is called with a changed copy of the document. */
export function controls(host: HTMLElement, params: Param[], current: () => Study, change: (doc: Study) => void): (doc: Study) => void {
  const draws: ((doc: Study) => void)[] = [];
  const edit = (p: Param, text: string): boolean => {
    const doc = structuredClone(current());
    if (!put(doc, p, text)) return false;
    if (p.get(doc) !== p.get(current())) change(doc);
    return true;
  };
  host.replaceChildren(...params.map((p) => {
    const id = `param-${p.name}`;
    const label = h("label", { for: id });
    label.innerHTML = p.label; // a text of messages.ts
    const [row, draw] = p.list ? list(p, id, label, edit) : p.text ? text(p, id, label, edit, current) : p.choices ? choice(p, id, label, edit) : p.number!.dial ? dial(p, id, label, edit) : number(p, id, label, edit);
    draws.push((doc) => {
      row.hidden = p.when?.(doc) === false;
      draw(doc);
    });
    return row;
  }));
  return (doc) => { for (const draw of draws) draw(doc); };
}

type Edit = (p: Param, text: string) => boolean;
type Control = [HTMLElement, (doc: Study) => void];

function choice(p: Param, id: string, label: HTMLElement, edit: Edit): Control {
  const select = h("select", { id });
  let shown = "";
  select.onchange = () => edit(p, select.value);
  return [h("div", { class: "row" }, label, select), (doc) => {
    const choices = choicesOf(p, doc);
    if (JSON.stringify(choices) !== shown) select.replaceChildren(...choices.map(([value, name]) => h("option", { value }, name)));
    shown = JSON.stringify(choices);
    select.value = String(p.get(doc));
  }];
}

/** Free text below its label, with what it takes in small print. */
function text(p: Param, id: string, label: HTMLElement, edit: Edit, current: () => Study): Control {
  const hint = h("p", { class: "hint", id: `${id}-hint` });
  const input = h("input", { id, type: "text", autocomplete: "off", spellcheck: "false", "aria-describedby": hint.id });
  input.onchange = () => {
    // What cannot be used stays, marked, so that it can be mended.
    input.setAttribute("aria-invalid", String(!edit(p, input.value)));
    setText(hint, takes(p, current()));
  };
  let shown = "";
  return [h("div", { class: "text-row" }, label, input, hint), (doc) => {
    setText(hint, takes(p, doc));
    if (shown === String(p.get(doc))) return;
    shown = input.value = String(p.get(doc));
    input.setAttribute("aria-invalid", "false");
  }];
}

/** Check marks in the order of the list; the last one cannot be taken away. */
function list(p: Param, id: string, label: HTMLElement, edit: Edit): Control {
  const boxes = p.list!.map(([value, name]) => {
    const box = h("input", { type: "checkbox", id: `${id}-${value}`, value });
    box.onchange = () => {
      const on = boxes.filter((b) => b.input.checked).map((b) => b.input.value);
      if (on.length === 0 || !edit(p, on.join(","))) box.checked = true;
    };
    return { input: box, row: h("label", { class: "check" }, box, name) };
  });
  const count = h("b", {});
  const summary = h("summary", {}, label, count);
  label.removeAttribute("for");
  return [h("details", { class: "list" }, summary, h("div", {}, ...boxes.map((b) => b.row))), (doc) => {
    const on = String(p.get(doc)).split(",");
    for (const b of boxes) b.input.checked = on.includes(b.input.value);
    setText(count, String(on.length));
  }];
}

function number(p: Param, id: string, label: HTMLElement, edit: Edit): Control {
  const input = h("input", { id, type: "number", inputmode: p.number!.whole ? "numeric" : "decimal", autocomplete: "off", min: p.number!.lo, max: p.number!.hi, title: words.takes(p.number!.lo, p.number!.hi, p.number!.whole), ...(!p.number!.whole && { step: "any" }) });
  let shown = "";
  input.onchange = () => {
    const ok = edit(p, input.value);
    input.setAttribute("aria-invalid", String(!ok));
    // A value that cannot be used goes back to what it was; the title says what it takes.
    if (!ok) window.setTimeout(() => { input.value = shown; input.setAttribute("aria-invalid", "false"); }, 1200);
  };
  return [h("div", { class: "row" }, label, input), (doc) => {
    shown = String(p.get(doc));
    if (document.activeElement !== input) input.value = shown;
  }];
}

/** A slider over powers of ten, three stops to each. */
function dial(p: Param, id: string, label: HTMLElement, edit: Edit): Control {
  const [lo, hi] = [Math.log10(p.number!.lo), Math.log10(p.number!.hi)];
  const input = h("input", { id, type: "range", min: Math.round(lo * 3), max: Math.round(hi * 3), step: 1 });
  const value = h("b", {});
  const at = () => Number((10 ** (Number(input.value) / 3)).toPrecision(1));
  input.oninput = () => {
    setText(value, power(at()));
    input.setAttribute("aria-valuetext", power(at()));
  };
  input.onchange = () => edit(p, String(Math.min(p.number!.hi, Math.max(p.number!.lo, at()))));
  return [h("div", { class: "dial" }, label, input, value), (doc) => {
    const v = Number(p.get(doc));
    if (document.activeElement !== input) input.value = String(Math.round(Math.log10(v) * 3));
    setText(value, power(v));
    input.setAttribute("aria-valuetext", power(v));
  }];
}
