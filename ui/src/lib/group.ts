// What belongs together, in the order in which each group first comes.
export function grouped<T, K>(items: T[], by: (item: T) => K): [K, T[]][] {
  const groups = new Map<K, T[]>();
  for (const item of items) groups.set(by(item), [...(groups.get(by(item)) ?? []), item]);
  return [...groups];
}
