import { Camera as CameraIcon, CameraOff } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { Button } from '../components/button.tsx'
import { useEventWords } from '../events/words.ts'
import { freshCode, type LastCode, NO_CODE } from './fresh-code.ts'

/** Not in every browser, nor in the types of TypeScript (https://wicg.github.io/shape-detection-api/). */
interface Detector {
  detect(image: HTMLVideoElement): Promise<{ rawValue: string }[]>
}
interface WithDetector {
  BarcodeDetector?: new (options: { formats: string[] }) => Detector
}

const LOOK_MS = 150

const detector = (): Detector | null => {
  const { BarcodeDetector } = globalThis as WithDetector
  return BarcodeDetector === undefined || navigator.mediaDevices === undefined
    ? null
    : new BarcodeDetector({ formats: ['qr_code'] })
}

/** Reads codes off what is held before the camera, where the browser can. */
export function Camera({ onCode }: { onCode(code: string): void }) {
  const { checkIn } = useEventWords()
  const [on, setOn] = useState(false)
  const [refused, setRefused] = useState(false)
  const [reads] = useState(detector)
  if (reads === null) return null
  return (
    <div className="grid justify-items-start gap-2">
      <Button aria-pressed={on} onClick={() => setOn(!on)}>
        {on ? <CameraOff aria-hidden="true" /> : <CameraIcon aria-hidden="true" />}
        {on ? checkIn.cameraOff : checkIn.camera}
      </Button>
      {refused && (
        <p role="alert" className="text-xs text-error">
          {checkIn.cameraRefused}
        </p>
      )}
      {on && (
        <View
          reads={reads}
          onCode={onCode}
          onRefused={() => {
            setOn(false)
            setRefused(true)
          }}
          onSeen={() => setRefused(false)}
        />
      )}
    </div>
  )
}

interface ViewProps {
  reads: Detector
  onCode(code: string): void
  onRefused(): void
  onSeen(): void
}

function View({ reads, ...tell }: ViewProps) {
  const { checkIn } = useEventWords()
  const video = useRef<HTMLVideoElement>(null)
  const latest = useRef(tell)
  latest.current = tell
  useEffect(() => {
    let ended = false
    let last: LastCode = NO_CODE
    let timer: ReturnType<typeof setTimeout> | undefined
    const look = async () => {
      const { current } = video
      const found = current === null || current.readyState < 2 ? [] : await reads.detect(current).catch(() => [])
      if (ended) return
      const seen = freshCode(last, found[0]?.rawValue ?? null, Date.now())
      last = seen.last
      if (seen.code !== null) latest.current.onCode(seen.code)
      timer = setTimeout(() => void look(), LOOK_MS)
    }
    const opening = navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } })
    opening.then(
      (stream) => {
        if (ended || video.current === null) return stop(stream)
        video.current.srcObject = stream
        latest.current.onSeen()
        void look()
      },
      () => ended || latest.current.onRefused(),
    )
    return () => {
      ended = true
      clearTimeout(timer)
      void opening.then(stop, () => undefined)
    }
  }, [reads])
  return (
    <video
      ref={video}
      autoPlay
      muted
      playsInline
      aria-label={checkIn.cameraView}
      className="aspect-video w-full max-w-96 rounded-lg bg-sunken object-cover"
    />
  )
}

const stop = (stream: MediaStream) => {
  for (const track of stream.getTracks()) track.stop()
}
