/** What the stage needs to draw with WebGL. It comes behind the first picture (later.ts). */
import { ViewFrame } from "./frame.ts";
import { hasWebGL2, loadModule } from "./load.ts";

export const ebiten = { ViewFrame, hasWebGL2, loadModule };
export type Ebiten = typeof ebiten;
