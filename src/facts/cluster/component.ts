import type { Location } from '../../documents/document.ts';
import type { Field } from '../../documents/field.ts';
import { partLocation } from '../../documents/scalarPart.ts';
import type { Resource } from '../objects/resource.ts';

export type ComponentName = 'kube-apiserver' | 'kube-controller-manager' | 'kube-scheduler' | 'kubelet';

export const componentNames: readonly ComponentName[] = [
  'kube-apiserver',
  'kube-controller-manager',
  'kube-scheduler',
  'kubelet',
];

/** What a configuration gives to a flag of a component. */
export interface Flag {
  /** Without dashes before it. */
  readonly name: string;
  readonly value: FlagValue;
}

/** A text that is a scalar, or a part of one from `start` on. */
export interface FlagValue {
  readonly text: string;
  readonly field: Field;
  readonly start: number;
}

/** `Name=true` of a configuration, and where its name and its value stand. */
export interface GateSetting {
  readonly name: string;
  readonly value: string;
  nameLocation(): Location;
  valueLocation(): Location;
}

/** What one configuration says of one component of a cluster. */
export interface Component {
  readonly name: ComponentName;
  readonly resource: Resource;
  /** What lacks a flag that is not written. */
  readonly field: Field;
  /** Whether all flags are written here, so that another has its default. */
  readonly complete: boolean;
  /** Minor number of the Kubernetes version, where the configuration names one. */
  readonly minor: number | undefined;
  readonly flags: readonly Flag[];
  readonly gates: readonly GateSetting[];
}

/** The value that a flag has in the end: the last one wins. */
export function flagOf({ flags }: Component, name: string): FlagValue | undefined {
  return flags.findLast((flag) => flag.name === name)?.value;
}

/** Where a flag's value stands, or a part of it. */
export function flagLocation({ field, start, text }: FlagValue, from = 0, to = text.length): Location {
  return from === to ? field.valueLocation : partLocation(field, start + from, start + to);
}

/** The gates of `--feature-gates=A=true,B=false`; every time that the flag is given counts. */
export function gatesOfFlags(flags: readonly Flag[]): GateSetting[] {
  return flags.filter(({ name }) => name === 'feature-gates').flatMap(({ value }) => gatesOfFlag(value));
}

function gatesOfFlag(flag: FlagValue): GateSetting[] {
  let start = 0;
  return flag.text.split(',').flatMap((pair): GateSetting[] => {
    const from = start;
    start += pair.length + 1;
    const equals = pair.indexOf('=');
    if (equals === -1) return [];
    const part = (begin: number, end: number): Location => {
      const text = pair.slice(begin, end);
      const first = from + begin + text.length - text.trimStart().length;
      return flagLocation(flag, first, first + text.trim().length);
    };
    return [
      {
        name: pair.slice(0, equals).trim(),
        value: pair.slice(equals + 1).trim(),
        nameLocation: () => part(0, equals),
        valueLocation: () => part(equals + 1, pair.length),
      },
    ];
  });
}

/** The gates of a mapping, as KubeletConfiguration has it. */
export function gatesOfMap(map: Field): GateSetting[] {
  return map.fields().map((field) => ({
    name: String(field.segment),
    value: scalarText(field) ?? '',
    nameLocation: () => field.keyLocation,
    valueLocation: () => field.valueLocation,
  }));
}

/** A scalar as text, be it quoted or not. */
export function scalarText(field: Field): string | undefined {
  return field.string ?? (field.node?.kind === 'scalar' && field.set ? field.source : undefined);
}
