/** The labels of the window, made of locales/*.ftl while it is built: see vite.config.ts. */
declare module "virtual:labels" {
  import type { Pattern } from "@fluent/bundle/esm/ast";
  export const names: string[];
  /** Tag, and what stands for each name; null where the language has no word for it. */
  export const languages: [string, (Pattern | null)[]][];
}
