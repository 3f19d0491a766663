/** A style sheet as text, by esbuild's loader of that name. */
declare module "*.css" {
  const text: string;
  export default text;
}
