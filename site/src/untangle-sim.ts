/**
 * <untangle-sim preset="sd3" seed="4"></untangle-sim>: the page in a frame, as an element.
 * The file stands by itself and loads nothing but the frame. Attributes are those of the
 * address (docs/embedding.md), with dashes for capitals: color-profile, per-step; `src` is the
 * folder of the page where it is not that of this script, `frame-title` names the frame.
 */

/** The folder this script came from. */
const home = new URL("./", (document.currentScript as HTMLScriptElement | null)?.src ?? location.href).href;

/** Attributes that stand after "?" and after "#", as the address spells them. */
const query = ["autoplay", "charts", "colorProfile", "speed", "motion", "no_ui", "hideText", "allowLinks", "allowOrigin", "locale"];
const state = ["preset", "mix", "test", "seed", "perStep", "steps", "rule", "fit", "damping", "ridge", "epochs", "targetLoss", "t"];

const attribute = (name: string) => name.replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`).replace("_", "-");

class UntangleSim extends HTMLElement {
  static readonly observedAttributes = ["src", ...query.map(attribute), ...state.map(attribute)];
  private readonly frame = document.createElement("iframe");
  private readonly hear = (e: MessageEvent) => this.receive(e);

  constructor() {
    super();
    const style = document.createElement("style");
    style.textContent = ":host{display:block;aspect-ratio:16/9;min-height:400px}iframe{display:block;width:100%;height:100%;border:0}";
    this.frame.allow = "fullscreen; clipboard-write";
    this.frame.loading = "lazy";
    this.attachShadow({ mode: "open" }).append(style, this.frame);
  }

  connectedCallback(): void {
    window.addEventListener("message", this.hear);
    this.point();
  }

  disconnectedCallback(): void {
    window.removeEventListener("message", this.hear);
  }

  attributeChangedCallback(): void {
    if (this.isConnected) this.point();
  }

  play(): void { this.send({ type: "play" }); }
  pause(): void { this.send({ type: "pause" }); }
  step(by: 1 | -1 = 1): void { this.send({ type: "step", by }); }
  seek(t: number): void { this.send({ type: "seek", t }); }

  /** Changes settings in the words of the address; across origins the frame must allow it (allow-origin). */
  set(settings: Record<string, string | number>): void { this.send({ type: "set", state: settings }); }

  /** The frame's address. Where only what follows "#" has changed, the page in it goes on without loading again. */
  private point(): void {
    this.frame.title = this.getAttribute("frame-title") ?? "Untangle: a mixed training set comes apart";
    const pairs = (names: string[]) => names.flatMap((name) => {
      const value = this.getAttribute(attribute(name));
      return value === null ? [] : [`${name}=${encodeURIComponent(value)}`];
    });
    const asked = pairs(query);
    const shown = pairs(state);
    const folder = new URL(this.getAttribute("src") ?? home, location.href).href;
    const address = `${folder}embed.html${asked.length > 0 ? `?${asked.join("&")}` : ""}${shown.length > 0 ? `#v=1&${shown.join("&")}` : ""}`;
    if (this.frame.src !== address) this.frame.src = address;
  }

  private send(message: object): void {
    this.frame.contentWindow?.postMessage(message, new URL(this.frame.src).origin);
  }

  /** What the frame tells becomes events of the element: load, ready, state, error. */
  private receive(e: MessageEvent): void {
    if (e.source !== this.frame.contentWindow) return;
    const m = e.data as { source?: string; type?: string } | null;
    if (m?.source === "untangle") this.dispatchEvent(new CustomEvent(`untangle-${m.type}`, { detail: m, bubbles: true }));
  }
}

if (!customElements.get("untangle-sim")) customElements.define("untangle-sim", UntangleSim);
