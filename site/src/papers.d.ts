/** Made by build.mjs: the presets for which the paper's protocol has been recorded (runs/ID.paper). */
declare module "papers" {
  const ids: string[];
  export default ids;
}
