// The user's own prompt on its way to an alternative.

/** Longer addresses are cut or refused somewhere on the way. */
const LONGEST = 1_800;

/** The address with the prompt in it; null where the template cannot carry it. */
export function promptUrl(template: string | null, prompt: string): string | null {
  if (template === null || !template.includes("{prompt}")) return null;
  let carried: string;
  try {
    carried = encodeURIComponent(prompt);
  } catch {
    return null;
  }
  // A function, because `$&` in a prompt is text.
  const url = template.replace("{prompt}", () => carried);
  return url.length <= LONGEST ? url : null;
}
