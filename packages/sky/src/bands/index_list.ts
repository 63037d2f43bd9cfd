/** A list of whole numbers that keeps its room when it is cleared. */
export class IndexList {
  count = 0;
  items = new Int32Array(8);

  clear(): void {
    this.count = 0;
  }

  add(item: number): void {
    if (this.count === this.items.length) {
      const items = new Int32Array(2 * this.count);
      items.set(this.items);
      this.items = items;
    }
    this.items[this.count] = item;
    this.count += 1;
  }
}
