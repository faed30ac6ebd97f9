/**
 * A canvas for pictures of more marks than the page should hold as elements: sized to its place and
 * the screen's density, drawn again when what it shows, its width or the theme changes.
 */
import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useWidth } from './use-width.ts';

/** Reads a colour of the theme, such as `--ink`. */
export type Token = (name: string) => string;

export type Draw = (pen: CanvasRenderingContext2D, widthPx: number, token: Token) => void;

interface CanvasRefs {
  /** For the element around the canvas, whose width it takes. */
  readonly box: RefObject<HTMLDivElement | null>;
  readonly canvas: RefObject<HTMLCanvasElement | null>;
  readonly widthPx: number;
}

/** `draw` is called with a clean canvas of the box's width and this height, in CSS pixels. */
export function useCanvas(heightPx: number, draw: Draw): CanvasRefs {
  const [box, widthPx] = useWidth<HTMLDivElement>();
  const canvas = useRef<HTMLCanvasElement>(null);
  const theme = useThemeName();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the theme changes what tokens are
  useLayoutEffect(() => {
    const element = canvas.current;
    const pen = element?.getContext('2d');
    if (!element || !pen || widthPx === 0) return;
    const density = window.devicePixelRatio || 1;
    element.width = Math.round(widthPx * density);
    element.height = Math.round(heightPx * density);
    pen.setTransform(density, 0, 0, density, 0, 0);
    const styles = getComputedStyle(document.documentElement);
    draw(pen, widthPx, (name) => styles.getPropertyValue(name).trim());
  }, [draw, widthPx, heightPx, theme]);
  return { box, canvas, widthPx };
}

const themeName = (): string => document.documentElement.dataset.theme ?? '';

function useThemeName(): string {
  const [theme, setTheme] = useState(themeName);
  useEffect(() => {
    const observer = new MutationObserver(() => setTheme(themeName()));
    observer.observe(document.documentElement, { attributeFilter: ['data-theme'] });
    return () => observer.disconnect();
  }, []);
  return theme;
}
