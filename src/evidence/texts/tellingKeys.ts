import { LastMade } from '../../memo/lastMade.ts';
import { type DataEntry, dataEntries, dataEntry } from '../../facts/objects/objectData.ts';
import type { Resource } from '../../facts/objects/resource.ts';
import { getOrMake } from '../../memo/getOrMake.ts';

/** Of so many objects it is known which of their keys tell something: that are a few words, and no document's nodes. */
const mostObjects = 1024;
/** Up to so many keys of an object are looked up one by one. */
const few = 8;

/** Finds the texts of ConfigMaps and Secrets that tell something: once for each object, as pod after pod has the same. */
export class TellingKeys {
  readonly #known = new LastMade<Resource, Map<string, readonly string[]>>(mostObjects);

  /** @param variant what decides, beside the texts, whether they tell something. */
  entriesIn(object: Resource, variant: string, tells: (entry: DataEntry) => boolean): readonly DataEntry[] {
    const keys = this.#keysIn(object, variant, tells);
    if (keys.length <= few) return keys.flatMap((key) => dataEntry(object, key) ?? []);
    const wanted = new Set(keys);
    return dataEntries(object).filter(({ key }) => wanted.has(key));
  }

  #keysIn(object: Resource, variant: string, tells: (entry: DataEntry) => boolean): readonly string[] {
    const variants = getOrMake(this.#known, object, () => new Map<string, readonly string[]>());
    return getOrMake(variants, variant, () =>
      dataEntries(object).flatMap((entry) => (tells(entry) ? [entry.key] : [])),
    );
  }
}
