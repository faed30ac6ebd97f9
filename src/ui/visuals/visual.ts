/**
 * What a drawing of a structure is: one row of the registry in `all.ts`.
 *
 * A drawing draws plain data and asks for nothing. Its twin is a table with the same content, for
 * screen readers, for print, and for whoever prefers figures.
 */
import type { ComponentType } from 'react';
import type { KeyType } from '../../contract/key-tree.ts';
import type { StructureView } from '../../contract/key-view.ts';
import type { Messages } from '../i18n/en.ts';

export interface DrawingProps<V extends StructureView> {
  readonly view: V;
  readonly type: KeyType;
  /** Ids (as `ids` gives them) that the last change brought. */
  readonly fresh: ReadonlySet<string>;
}

export interface TwinTable {
  readonly columns: readonly string[];
  readonly rows: readonly { readonly id: string; readonly cells: readonly string[] }[];
}

export interface SecondList {
  readonly label: string;
  readonly first: number;
  readonly shown: number;
  readonly total: number;
  /** How many a whole page has. */
  readonly pageSize: number;
}

export interface Visual<V extends StructureView> {
  title(m: Messages): string;
  note(m: Messages, view: V, encoding: string): string;
  /** What elements are called where a part of them is shown. */
  unit(m: Messages): string;
  /** Units in an element, where the drawing counts in smaller ones; 1 when absent. */
  readonly unitsPerElement?: number;
  /** How many elements there are, and how many the view holds from its offset on. */
  total(view: V): number;
  shown(view: V): number;
  /** The ids of what was touched last, where the view knows and its window holds it. */
  touched?(view: V): readonly string[];
  /** A second list that the view shows a part of, with a pager of its own. */
  second?(m: Messages, view: V): SecondList | null;
  /** What tells elements apart, for flashing the new ones: the ids of `twin`'s rows. */
  twin(m: Messages, view: V): TwinTable;
  readonly Drawing: ComponentType<DrawingProps<V>>;
  /** True when the table is shown under the drawing by itself, not on request. */
  readonly tableToo: boolean;
}
