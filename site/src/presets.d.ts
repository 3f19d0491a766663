/** Made by build.mjs: the text of every file of sim/scenario/presets by its id. */
declare module "presets" {
  const documents: Record<string, { text: string }>;
  export default documents;
}

/** Made by build.mjs: the SHA-256 of each of them in hexadecimal. */
declare module "preset-hashes" {
  const hashes: Record<string, string>;
  export default hashes;
}
