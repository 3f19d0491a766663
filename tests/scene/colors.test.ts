// The colors of the points against the stage of the style sheet.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { lookOf, originColor } from "../../site/src/stage/look.ts";
import type { Profile } from "../../site/src/stage/view.ts";

const tokens = readFileSync(new URL("../../site/css/tokens.css", import.meta.url), "utf8");

/** The token --stage of a profile as 0xRRGGBB. */
function stage(profile: Profile): number {
  const block = tokens.split("}").find((b) => b.includes(`data-profile="${profile}"`));
  const hex = /--stage:\s*#([0-9a-f]{6})/i.exec(block ?? "")?.[1];
  assert.ok(hex, `tokens.css has no --stage of six digits for ${profile}`);
  return parseInt(hex, 16);
}

/** Relative luminance and contrast as WCAG 2 defines them. */
function luminance(rgb: number): number {
  const [r, g, b] = [16, 8, 0].map((shift) => {
    const c = ((rgb >> shift) & 0xff) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
}

function contrast(a: number, b: number): number {
  const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (high! + 0.05) / (low! + 0.05);
}

/** The color of a mark of some opacity on the stage. */
function over(top: number, bottom: number, alpha: number): number {
  return [16, 8, 0].reduce((sum, shift) => sum + (Math.round(((top >> shift) & 0xff) * alpha + ((bottom >> shift) & 0xff) * (1 - alpha)) << shift), 0);
}

for (const profile of ["light", "dark", "projector"] as const) {
  test(`${profile}: points and ink stand out from the stage`, () => {
    const look = lookOf(profile);
    const background = stage(profile);
    assert.ok(contrast(look.ink, background) >= 12, `ink ${contrast(look.ink, background)}`);
    look.colors.forEach((color, origin) => {
      // As it is drawn, with its opacity: WCAG 2.2, 1.4.11 asks 3 : 1 of what must be seen to understand.
      const got = contrast(over(color, background, look.point), background);
      assert.ok(got >= 3, `origin ${origin}: contrast ${got.toFixed(2)}`);
    });
  });
}

test("colors for the page", () => {
  assert.equal(originColor("light", 0), "#0072b2");
  assert.equal(originColor("projector", 1), "#d55e00");
  assert.equal(originColor("light", 8), "#009e73", "origins past the sixth begin again");
});
