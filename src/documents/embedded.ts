import { SourceDocument } from './document.ts';
import { Field } from './field.ts';
import { readYaml } from './yamlReader.ts';

/**
 * The YAML documents that a literal block holds, as ConfigMaps carry files. They are read where they are written, so
 * that their fields have their true places. None where the block is no YAML or is written in another style.
 */
export function embeddedDocuments(field: Field): Field[] {
  const { node, document, source } = field;
  if (node?.kind !== 'scalar' || node.style !== 'block' || node.alias === true || !source.startsWith('|')) return [];
  const body = source.indexOf('\n') + 1;
  if (body === 0) return [];
  return pieces(source, body).flatMap(([start, end]) => {
    const read = readYaml(source.slice(start, end), node.start + start);
    if (read.root === undefined) return [];
    const piece = { start: node.start + start, end: node.start + end, template: document.template };
    return [Field.root(new SourceDocument(document.file, document.index, piece, { nodeOf: () => read.root }, []))];
  });
}

/** Between separators that stand in the column of the block's first line. */
function pieces(source: string, body: number): [number, number][] {
  const indent = /^(?:[ \t]*\r?\n)*( +)/.exec(source.slice(body))?.[1] ?? '';
  const separator = new RegExp(`^${indent}---(?:[ \\t].*)?$`, 'gm');
  separator.lastIndex = body;
  const found: [number, number][] = [];
  let start = body;
  for (let match = separator.exec(source); match !== null; match = separator.exec(source)) {
    found.push([start, match.index]);
    start = match.index + match[0].length;
  }
  return [...found, [start, source.length]];
}
