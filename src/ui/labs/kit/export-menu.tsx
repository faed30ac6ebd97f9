/** The menu that saves a chart: its data as CSV, its picture as PNG. */
import { Download } from 'lucide-react';
import { Menu } from '../../kit/menu.tsx';
import { type PictureLegend, pictureOf } from './picture.ts';
import { useLab } from './room.ts';
import { csvOf } from './series.ts';
import { useLabsTexts } from './texts.tsx';

export interface ExportMenuProps {
  /** Without ending. */
  readonly fileName: string;
  readonly title: string;
  /** What stands over the picture; the title where there is no more to say. */
  readonly caption?: string;
  readonly headings: readonly string[];
  /** Made when they are wanted. */
  readonly rows: () => readonly (readonly (string | number | null)[])[];
  /** Finds the drawing when it is wanted; null while none is on screen. */
  readonly picture: (() => SVGSVGElement | HTMLCanvasElement | null) | null;
  readonly legend?: readonly PictureLegend[];
}

export function ExportMenu(props: ExportMenuProps) {
  const m = useLabsTexts();
  const { save, toast } = useLab();
  const { fileName, title, caption = title, headings, rows, picture, legend = [] } = props;
  const savePicture = async () => {
    const source = picture?.() ?? null;
    const bytes = source && (await pictureOf(source, caption, legend));
    if (bytes) save(`${fileName}.png`, bytes);
    else toast(m.chart.pngFailed);
  };
  const items = [
    {
      kind: 'action',
      label: m.chart.csv,
      // The mark at the front tells spreadsheets that it is UTF-8.
      onSelect: () =>
        save(`${fileName}.csv`, new TextEncoder().encode(`\ufeff${csvOf(headings, rows())}`)),
    },
    ...(picture
      ? [{ kind: 'action', label: m.chart.png, onSelect: () => void savePicture() } as const]
      : []),
  ] as const;
  return (
    <Menu
      items={items}
      trigger={
        <button
          type="button"
          className="button"
          data-icon=""
          aria-label={`${m.chart.export}: ${title}`}
          title={m.chart.export}
        >
          <Download size={14} aria-hidden />
        </button>
      }
    />
  );
}
