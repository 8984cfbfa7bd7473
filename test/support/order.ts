type TextOf<Item> = (item: Item) => string

/** Compares items by the bytes of their texts, as a store does; the first text that differs decides. */
export function byText<Item>(...texts: readonly TextOf<Item>[]): (left: Item, right: Item) => number {
  return (left, right) => {
    for (const text of texts) {
      const order = Buffer.compare(Buffer.from(text(left)), Buffer.from(text(right)))
      if (order !== 0) return order
    }
    return 0
  }
}
