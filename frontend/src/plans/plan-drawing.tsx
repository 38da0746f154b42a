import { type PointerEvent, type ReactNode, type RefObject, useMemo, useRef } from 'react'
import { circlesOf, type Drawing } from './drawing.ts'

export interface Point {
  x: number
  y: number
}

interface PlanDrawingProps {
  drawing: Drawing
  label: string
  /** Groups of seats, each drawn as one; below what is added. */
  groups: readonly { key: string; className?: string; color?: string; guids?: ReadonlySet<string> }[]
  /** Which group a seat is of. */
  groupOf(seat: Drawing['seats'][number]): string
  children?: ReactNode
  pointer?: {
    onDown(point: Point): void
    onMove(point: Point): void
    onUp(point: Point): void
  }
}

/** A house from above. Everything that a pointer does here can be done in the lists beside it, too. */
export function PlanDrawing({ drawing, label, groups, groupOf, children, pointer }: PlanDrawingProps) {
  const svg = useRef<SVGSVGElement>(null)
  const { x, y, width, height } = drawing.box
  const seats = Map.groupBy(drawing.seats, groupOf)
  const told = (tell: ((point: Point) => void) | undefined) => (event: PointerEvent) => {
    const point = pointIn(svg, event)
    if (point !== null) tell?.(point)
  }
  return (
    <svg
      ref={svg}
      viewBox={`${x} ${y} ${width} ${height}`}
      role="img"
      aria-label={label}
      className={`max-h-[70dvh] w-full select-none ${pointer === undefined ? '' : 'cursor-crosshair touch-none'}`}
      onPointerDown={(event) => {
        if (pointer === undefined || event.button !== 0) return
        event.currentTarget.setPointerCapture(event.pointerId)
        told(pointer.onDown)(event)
      }}
      onPointerMove={told(pointer?.onMove)}
      onPointerUp={told(pointer?.onUp)}
    >
      <Areas drawing={drawing} />
      {groups.map(({ key, className, color }) => (
        <path
          key={key}
          d={circlesOf(seats.get(key) ?? [], drawing.radius)}
          strokeWidth={drawing.radius * 0.2}
          {...(className !== undefined && { className })}
          {...(color !== undefined && { fill: color })}
        />
      ))}
      {children}
    </svg>
  )
}

function Areas({ drawing }: { drawing: Drawing }) {
  return useMemo(
    () => (
      <>
        {drawing.areas.map(({ path, color, x, y, rotation }, index) => (
          <path
            // biome-ignore lint/suspicious/noArrayIndexKey: areas have no id that all plans give, and never move
            key={index}
            d={path}
            transform={`translate(${x} ${y}) rotate(${rotation})`}
            className="stroke-line"
            fill={color ?? 'transparent'}
            fillOpacity={0.35}
            strokeWidth={1}
          />
        ))}
        {drawing.texts.map(({ text, x, y, size }) => (
          <text
            key={`${text} ${x} ${y}`}
            x={x}
            y={y}
            fontSize={size}
            textAnchor="middle"
            dominantBaseline="central"
            className="fill-ink"
          >
            {text}
          </text>
        ))}
      </>
    ),
    [drawing],
  )
}

/** Where a pointer is, in the coordinates of the plan. */
function pointIn({ current }: RefObject<SVGSVGElement | null>, { clientX, clientY }: PointerEvent): Point | null {
  const matrix = current?.getScreenCTM()?.inverse()
  if (matrix === undefined) return null
  const { x, y } = new DOMPoint(clientX, clientY).matrixTransform(matrix)
  return { x, y }
}
