// What the shapes of the timeline mean, drawn by what draws them there.
import { useEffect, useRef } from "preact/hooks";
import { drawEffect, drawEnd, drawMark, drawOutcome } from "../timeline/glyphs.ts";
import { readPalette, type Palette } from "../timeline/palette.ts";

type Draw = (c: CanvasRenderingContext2D, colours: Palette) => void;

const entries: [string, Draw][] = [
    ["event", (c, p) => drawMark(c, 9, 9, p)],
    ["2xx", (c, p) => drawOutcome(c, "ok", 9, 9, p)],
    ["other status", (c, p) => drawOutcome(c, "status", 9, 9, p)],
    ["timeout", (c, p) => drawOutcome(c, "timeout", 9, 9, p)],
    ["not reached", (c, p) => drawOutcome(c, "unreached", 9, 9, p)],
    ["waiting", drawWait],
    ["receiver did its work", (c, p) => drawEffect(c, true, 9, 9, p)],
    ["receiver skipped it", (c, p) => drawEffect(c, false, 9, 9, p)],
    ["discarded", (c, p) => drawEnd(c, true, -2, 9, p)],
];

function drawWait(c: CanvasRenderingContext2D, colours: Palette): void {
    c.strokeStyle = colours.wait;
    c.lineWidth = 1.5;
    c.setLineDash([2, 4]);
    c.beginPath();
    c.moveTo(0, 9);
    c.lineTo(18, 9);
    c.stroke();
}

function Shape({ draw }: { draw: Draw }) {
    const canvas = useRef<HTMLCanvasElement>(null);
    useEffect(() => {
        const paint = () => {
            const c = canvas.current?.getContext("2d");
            if (!c) return;
            c.setTransform(2, 0, 0, 2, 0, 0);
            c.clearRect(0, 0, 18, 18);
            draw(c, readPalette(canvas.current!));
        };
        paint();
        addEventListener("drydock-theme", paint);
        return () => removeEventListener("drydock-theme", paint);
    }, []);
    return <canvas ref={canvas} width={36} height={36} class="shape" aria-hidden="true" />;
}

export function Legend() {
    return (
        <ul class="legend" aria-label="Shapes of the timeline">
            {entries.map(([name, draw]) => (
                <li key={name}>
                    <Shape draw={draw} />
                    {name}
                </li>
            ))}
        </ul>
    );
}
