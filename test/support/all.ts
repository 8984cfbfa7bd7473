/** Every item of every page. */
export async function all<Item>(pages: AsyncIterable<readonly Item[]>): Promise<Item[]> {
  const items: Item[] = []
  for await (const page of pages) items.push(...page)
  return items
}

/** These pages, one after another, as a source would give them. */
export async function* pagesOf<Item>(
  ...pages: readonly (readonly Item[])[]
): AsyncGenerator<readonly Item[]> {
  yield* await Promise.resolve(pages)
}
