/**
 * What ebiten takes for a browser, where there is none: in a worker. Kept by hand, after
 * what ebiten 2.9.9 asks for (internal/ui/ui_js.go, internal/gamepad/gamepad_js.go): it
 * makes one canvas, which is the one the page has handed over; it reads the size of the
 * body and the pixel ratio; it listens to a window for sizes; and what it says of styles,
 * focus, cursors, keys and touches has nothing to go to, since the page hears them all. A
 * newer ebiten that asks for more fails at its start, which tests/scene/stage.test.mjs sees.
 */

type Listener = (e: Event) => void;

/** A canvas of a worker with what ebiten sets on a canvas of a document. */
interface Dressed extends OffscreenCanvas {
  style: Record<string, string>;
  setAttribute(): void;
  focus(): void;
}

/** The part of a document that stands for ebiten's screen. */
export class Browser {
  /** Of some size: ebiten draws nothing, and so never says that it is ready, where there is none. */
  private readonly body = { clientWidth: 16, clientHeight: 16, style: {}, appendChild() {} };
  private readonly onSize: Listener[] = [];
  /** The frame that ebiten asked for and has not had yet. */
  private pending: FrameRequestCallback | null = null;
  private wanted = false;

  /** @param lost is called when ebiten finds its context gone and would load its page anew. */
  constructor(private readonly scope: object, canvas: OffscreenCanvas, ratio: number, lost: () => void) {
    const dressed: Dressed = Object.assign(canvas, { style: {}, setAttribute() {}, focus() {} });
    class Document {
      get hidden(): boolean { return false; }
    }
    const document = Object.assign(new Document(), {
      hasFocus: () => true,
      body: this.body,
      head: { appendChild() {} },
      documentElement: { style: {} },
      createElement: (name: string) => (name === "canvas" ? dressed : {}),
      addEventListener() {},
    });
    const window = {
      devicePixelRatio: ratio,
      location: { reload: lost },
      addEventListener: (type: string, f: Listener) => { if (type === "resize") this.onSize.push(f); },
    };
    // While nothing moves, nothing runs: a frame comes when fire is called, never by itself.
    const requestAnimationFrame = (callback: FrameRequestCallback): number => {
      this.pending = callback;
      if (this.wanted) setTimeout(() => this.fire());
      return 0;
    };
    // Where a window would be placed; there is none.
    const screen = { width: 0, height: 0 };
    Object.assign(scope, { Document, document, window, screen, requestAnimationFrame });
    // Without it, ebiten complains in the console with every frame.
    Object.defineProperty((scope as { navigator: object }).navigator, "getGamepads", { value: () => [] });
  }

  /** Gives the body a size in CSS px; ebiten draws at once where it is another. */
  resize(width: number, height: number): void {
    const { body } = this;
    if (body.clientWidth === width && body.clientHeight === height) return;
    body.clientWidth = width;
    body.clientHeight = height;
    for (const f of this.onSize) f.call(this.scope, new Event("resize"));
  }

  /** Lets ebiten have its next frame now, or as soon as it asks. */
  fire(): void {
    const callback = this.pending;
    this.wanted = callback === null;
    this.pending = null;
    callback?.(performance.now());
  }
}
