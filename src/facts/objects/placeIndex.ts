import type { SourceFile } from '../../documents/document.ts';
import { addTo } from '../../lists/addTo.ts';
import { type Named, type Viewpoint, nearest } from './scope.ts';

/** Many objects of one name, by the files and folders in which they lie. */
export class PlaceIndex<T extends Named> {
  readonly #places = new Map<SourceFile | string, T[]>();

  constructor(items: readonly T[]) {
    for (const item of items) {
      for (const place of placesAround(item.document.file)) addTo(this.#places, place, item);
    }
  }

  at(place: SourceFile | string): readonly T[] {
    return this.#places.get(place) ?? [];
  }
}

/** What `nearest` finds among all that some indexes hold: from the viewpoint outwards, the first place with any has it. */
export function nearestIn<T extends Named>(
  indexes: readonly PlaceIndex<T>[],
  from: Viewpoint,
  isMeant: (item: T) => boolean,
): T[] {
  for (const place of placesAround(from.document.file)) {
    const found = nearest(indexes.flatMap((index) => index.at(place)).filter(isMeant), from);
    if (found.length > 0) return found;
  }
  return [];
}

/** The file, its folder, and those around that. */
function* placesAround(file: SourceFile): Generator<SourceFile | string> {
  yield file;
  const names = file.folders.map((folder) => `${folder}/`);
  for (let depth = names.length; depth >= 0; depth -= 1) yield names.slice(0, depth).join('');
}
