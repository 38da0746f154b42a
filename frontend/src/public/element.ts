const SVG = 'http://www.w3.org/2000/svg'

type Value = string | number | boolean | null | ((event: Event) => void)

/** @returns an element with attributes and children; a function is heard on the event of its name, null and false are left out. */
export const element = <K extends keyof HTMLElementTagNameMap>(
  name: K,
  attributes: Record<string, Value> = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] => dressed(document.createElement(name), attributes, children)

/** The same for SVG. */
export const drawing = <K extends keyof SVGElementTagNameMap>(
  name: K,
  attributes: Record<string, Value> = {},
  ...children: (Node | string)[]
): SVGElementTagNameMap[K] => dressed(document.createElementNS(SVG, name), attributes, children)

const dressed = <E extends Element>(node: E, attributes: Record<string, Value>, children: (Node | string)[]): E => {
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') node.addEventListener(name, value)
    else if (value !== null && value !== false) node.setAttribute(name, value === true ? '' : String(value))
  }
  node.append(...children)
  return node
}
