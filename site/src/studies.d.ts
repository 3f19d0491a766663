/** The study documents by id, from sim/scenario/studies (build.mjs). */
declare module "studies" {
  const documents: Record<string, string>;
  export default documents;
}
