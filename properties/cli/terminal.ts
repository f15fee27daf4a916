/** How large the page is: the terminal's, or what fits most where there is none. */

const WIDTH_DEFAULT = 120;
const HEIGHT_DEFAULT = 54;

export function terminal(): { readonly width: number; readonly height: number } {
  const { columns, rows, isTTY } = process.stdout;
  if (!isTTY) return { width: WIDTH_DEFAULT, height: HEIGHT_DEFAULT };
  return { width: clamp(columns, 80, WIDTH_DEFAULT), height: clamp(rows - 3, 24, HEIGHT_DEFAULT) };
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), most);
}
