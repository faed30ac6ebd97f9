/**
 * An SVG or a canvas of the page as a PNG file: the SVG with its computed styles written into it,
 * drawn on a canvas, at twice the size. No other origin is asked, so the canvas stays readable.
 */
import { dashOf, toneOf } from './series.ts';

const SCALE = 2;
const CAPTION_PX = 28;
const LEGEND_ROW_PX = 20;

export interface PictureLegend {
  readonly label: string;
  readonly slot: number;
}

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
  const totalPx = CAPTION_PX + height + legend.length * LEGEND_ROW_PX + 8;
  canvas.width = width * SCALE;
  canvas.height = totalPx * SCALE;
  const pen = canvas.getContext('2d');
  if (!pen) return null;
  const styles = getComputedStyle(document.documentElement);
  const token = (name: string) => styles.getPropertyValue(name).trim();
  pen.scale(SCALE, SCALE);
  pen.fillStyle = token('--ground');
  pen.fillRect(0, 0, width, totalPx);
  pen.fillStyle = token('--ink');
  pen.font = `600 13px ${token('--sans')}`;
  pen.fillText(title, 8, 18);
  const image = source instanceof HTMLCanvasElement ? source : await imageOf(source);
  if (!image) return null;
  pen.drawImage(image, 0, CAPTION_PX, width, height);
  drawLegend(pen, legend, CAPTION_PX + height, token);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
  return blob ? new Uint8Array(await blob.arrayBuffer()) : null;
}

const tones = ['--string', '--zset', '--list', '--hash', '--set', '--stream'];

function drawLegend(
  pen: CanvasRenderingContext2D,
  legend: readonly PictureLegend[],
  topPx: number,
  token: (name: string) => string,
): void {
  pen.font = `12px ${token('--sans')}`;
  legend.forEach(({ label, slot }, index) => {
    const y = topPx + index * LEGEND_ROW_PX + 10;
    pen.strokeStyle = token(tones[toneOf(slot)] ?? '--ink');
    pen.lineWidth = 2;
    pen.setLineDash(dashOf(slot).split(' ').filter(Boolean).map(Number));
    pen.beginPath();
    pen.moveTo(8, y);
    pen.lineTo(36, y);
    pen.stroke();
    pen.fillText(label, 44, y + 4);
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
