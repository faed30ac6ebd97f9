/**
 * Thousands of cells as one picture: a pixel each, scaled up. Pointing at a cell, or moving the
 * cursor with the arrow keys, says what it is; to assistive technology the grid is a slider over
 * its cells.
 */
import { type KeyboardEvent, type PointerEvent, useEffect, useRef, useState } from 'react';

interface CellGridProps {
  readonly columns: number;
  /** How strong each cell is painted, 0..255. */
  readonly strengths: Uint8ClampedArray;
  readonly label: string;
  /** Said while no cell is pointed at. */
  readonly hint: string;
  readonly describe: (cell: number) => string;
}

/** Paints the strengths in the element's own text colour. */
function paint(canvas: HTMLCanvasElement, columns: number, strengths: Uint8ClampedArray): void {
  const rows = Math.ceil(strengths.length / columns);
  const context = canvas.getContext('2d');
  if (!context || rows === 0) return;
  canvas.width = columns;
  canvas.height = rows;
  const [red = 0, green = 0, blue = 0] = (
    getComputedStyle(canvas).color.match(/[\d.]+/g) ?? []
  ).map(Number);
  const image = context.createImageData(columns, rows);
  for (let cell = 0; cell < strengths.length; cell++) {
    image.data.set([red, green, blue, strengths[cell] as number], cell * 4);
  }
  context.putImageData(image, 0, 0);
}

/** Where an arrow key leads from a cell; null for other keys. */
export function nextCell(
  key: string,
  from: number | null,
  columns: number,
  count: number,
): number | null {
  const at = from ?? 0;
  const steps: Readonly<Record<string, number>> = {
    ArrowRight: at + 1,
    ArrowLeft: at - 1,
    ArrowDown: at + columns,
    ArrowUp: at - columns,
    PageDown: at + columns * 8,
    PageUp: at - columns * 8,
    Home: 0,
    End: count - 1,
  };
  const target = from === null && key.startsWith('Arrow') ? 0 : steps[key];
  return target === undefined ? null : Math.max(0, Math.min(count - 1, target));
}

export function CellGrid({ columns, strengths, label, hint, describe }: CellGridProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [chosen, setChosen] = useState<number | null>(null);
  const count = strengths.length;
  const rows = Math.max(1, Math.ceil(count / columns));
  const cell = chosen !== null && chosen < count ? chosen : null;
  useEffect(() => {
    const element = canvas.current;
    if (!element) return undefined;
    const draw = () => paint(element, columns, strengths);
    draw();
    // Another theme is another colour.
    const observer = new MutationObserver(draw);
    observer.observe(document.documentElement, { attributeFilter: ['data-theme'] });
    return () => observer.disconnect();
  }, [columns, strengths]);
  const onKeyDown = (event: KeyboardEvent) => {
    const next = nextCell(event.key, cell, columns, count);
    if (next === null) return;
    event.preventDefault();
    setChosen(next);
  };
  const onPointerMove = (event: PointerEvent<HTMLElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    const column = Math.floor(((event.clientX - box.left) / box.width) * columns);
    const row = Math.floor(((event.clientY - box.top) / box.height) * rows);
    const target = row * columns + column;
    setChosen(column >= 0 && column < columns && target >= 0 && target < count ? target : null);
  };
  const percent = (part: number, whole: number): string => `${(part / whole) * 100}%`;
  return (
    <div className="cell-grid">
      <div
        className="cell-grid-field"
        style={{ aspectRatio: `${columns} / ${rows}`, maxWidth: `${columns * 12}px` }}
        role="slider"
        tabIndex={0}
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={Math.max(0, count - 1)}
        aria-valuenow={cell ?? 0}
        aria-valuetext={cell === null ? hint : describe(cell)}
        onKeyDown={onKeyDown}
        onPointerMove={onPointerMove}
        onPointerDown={onPointerMove}
        onPointerLeave={() => setChosen(null)}
      >
        <canvas ref={canvas} />
        {cell === null ? null : (
          <i
            style={{
              left: percent(cell % columns, columns),
              top: percent(Math.floor(cell / columns), rows),
              width: percent(1, columns),
              height: percent(1, rows),
            }}
          />
        )}
      </div>
      <p className="cell-grid-said" aria-hidden="true">
        {cell === null ? hint : describe(cell)}
      </p>
    </div>
  );
}
