/**
 * An SVG or a canvas of the page as a PNG file: the SVG with its computed styles written into it,
 * drawn on a canvas, at twice the size. No other origin is asked, so the canvas stays readable.
 */
import { dashOf, toneOf } from './series.ts';

const SCALE = 2;
const CAPTION_LINE_PX = 18;
const MARGIN_PX = 8;
const LEGEND_ROW_PX = 20;

/** A line of the chart by its slot, or what a colour of the drawing stands for, by its token. */
export type PictureLegend =
  | { readonly label: string; readonly slot: number }
  | { readonly label: string; readonly colour: string };

const written = [
  'fill',
  'stroke',
  'stroke-width',
  'stroke-linejoin',
  'paint-order',
  'stroke-opacity',
  'fill-opacity',
  'opacity',
  'font-family',
  'font-size',
  'font-weight',
] as const;

/** Null where the browser cannot draw it. */
export async function pictureOf(
  source: SVGSVGElement | HTMLCanvasElement,
  title: string,
  legend: readonly PictureLegend[],
): Promise<Uint8Array | null> {
  const { width, height } = source.getBoundingClientRect();
  const canvas = document.createElement('canvas');
  const pen = canvas.getContext('2d');
  if (!pen) return null;
  const styles = getComputedStyle(document.documentElement);
  const token = (name: string) => styles.getPropertyValue(name).trim();
  const captionFont = `600 13px ${token('--sans')}`;
  pen.font = captionFont;
  const lines = brokenInto(title, (text) => pen.measureText(text).width <= width - 2 * MARGIN_PX);
  const captionPx = lines.length * CAPTION_LINE_PX + 10;
  const totalPx = captionPx + height + legend.length * LEGEND_ROW_PX + MARGIN_PX;
  // A new size makes the pen forget what it was told.
  canvas.width = width * SCALE;
  canvas.height = totalPx * SCALE;
  pen.scale(SCALE, SCALE);
  pen.fillStyle = token('--ground');
  pen.fillRect(0, 0, width, totalPx);
  pen.fillStyle = token('--ink');
  pen.font = captionFont;
  lines.forEach((line, index) => pen.fillText(line, MARGIN_PX, (index + 1) * CAPTION_LINE_PX));
  const image = source instanceof HTMLCanvasElement ? source : await imageOf(source);
  if (!image) return null;
  pen.drawImage(image, 0, captionPx, width, height);
  drawLegend(pen, legend, captionPx + height, token);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
  return blob ? new Uint8Array(await blob.arrayBuffer()) : null;
}

/** The text in lines that fit, broken between words; a word that does not fit has a line of its own. */
export function brokenInto(text: string, fits: (line: string) => boolean): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const longer = `${lines.at(-1) ?? ''} ${word}`;
    if (lines.length > 0 && fits(longer)) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

const tones = ['--string', '--zset', '--list', '--hash', '--set', '--stream'];

function drawLegend(
  pen: CanvasRenderingContext2D,
  legend: readonly PictureLegend[],
  topPx: number,
  token: (name: string) => string,
): void {
  pen.font = `12px ${token('--sans')}`;
  legend.forEach((row, index) => {
    const y = topPx + index * LEGEND_ROW_PX + 10;
    if ('colour' in row) {
      pen.fillStyle = token(row.colour);
      pen.fillRect(26, y - 5, 10, 10);
    } else {
      pen.strokeStyle = token(tones[toneOf(row.slot)] ?? '--ink');
      pen.lineWidth = 2;
      pen.setLineDash(dashOf(row.slot).split(' ').filter(Boolean).map(Number));
      pen.beginPath();
      pen.moveTo(8, y);
      pen.lineTo(36, y);
      pen.stroke();
    }
    pen.fillStyle = token('--ink');
    pen.fillText(row.label, 44, y + 4);
  });
}

async function imageOf(svg: SVGSVGElement): Promise<HTMLImageElement | null> {
  const copy = svg.cloneNode(true) as SVGSVGElement;
  const originals = svg.querySelectorAll('*');
  copy.querySelectorAll<SVGElement>('*').forEach((element, index) => {
    const original = originals[index];
    if (!original) return;
    const styles = getComputedStyle(original);
    for (const name of written) element.style.setProperty(name, styles.getPropertyValue(name));
  });
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  const text = new XMLSerializer().serializeToString(copy);
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  try {
    await image.decode();
    return image;
  } catch {
    return null;
  }
}
