// What the build makes of a language's file: its labels, read already.
declare module "*.ftl?labels" {
  import type { FluentResource } from "@fluent/bundle";
  const labels: Record<string, FluentResource["body"][number]["value"]>;
  export default labels;
}
