/** Made by build.mjs: the text of every file of sim/scenario/presets by its id. */
declare module "presets" {
  const documents: Record<string, { text: string; sha256: string }>;
  export default documents;
}
