// Asks one question and takes only the answer that belongs to it.
import type { Backend } from "./backend";
import type { Answer, Query } from "./bindings";

export type Kind = Answer["answer"];
export type With<K extends Kind> = Extract<Answer, { answer: K }> extends { with: infer W } ? W : null;

export async function answer<K extends Kind>(backend: Backend, query: Query, kind: K): Promise<With<K>> {
  const answer = await backend.query(query);
  if (answer.answer !== kind) throw new Error(`${answer.answer} ≠ ${kind}`);
  return ("with" in answer ? answer.with : null) as With<K>;
}
