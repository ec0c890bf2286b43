// Endpoints and bins: where webhooks go, what came there, and what stands in front.
import { useComputed, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { useApp, useFaults } from "../app_context.ts";
import { BinRequests } from "./bin_requests.tsx";
import { EndpointAttempts } from "./endpoint_attempts.tsx";
import { InFront } from "./in_front.tsx";

export interface Place {
    /** The URL. */
    url: string;
    /** Of a bin, its name. */
    bin?: string;
    /** Requests that came, or attempts that were sent. */
    count: number;
    isDown: boolean;
}

/** Bins first, then all other endpoints. */
export function usePlaces() {
    const { store } = useApp();
    const faults = useFaults();
    return useComputed((): Place[] => {
        void store.version.value;
        const { fronts, reached, log, bands } = store;
        const isDown = (url: string) =>
            bands.value.some(
                (band) =>
                    band.endpoint === url &&
                    !band.isEdit &&
                    band.from <= reached.value &&
                    reached.value < band.to,
            );
        const book = fronts.value;
        const bins = [...faults.bins.value.all].map(([bin, captures]) => {
            const url = book.binUrl(bin);
            return { url, bin, count: captures.length, isDown: isDown(url) };
        });
        const others = faults.endpoints.value.filter((url) => !bins.some((bin) => bin.url === url));
        return [
            ...bins,
            ...others.map((url) => {
                const bin = book.binAt(url);
                const lane = log.run.laneOf("endpoint", url);
                return {
                    url,
                    ...(bin === undefined ? {} : { bin }),
                    count: bin === undefined ? (lane?.attempts.length ?? 0) : 0,
                    isDown: isDown(url),
                };
            }),
        ];
    });
}

export function EndpointsView() {
    const faults = useFaults();
    const places = usePlaces();
    const chosen = faults.chosen.value;
    const place = places.value.find(({ url }) => url === chosen) ?? places.value[0];
    useEffect(() => {
        if (place && chosen === undefined) faults.chosen.value = place.url;
    }, [place?.url]);
    return (
        <div class="endpoints">
            <aside aria-label="Endpoints">
                <NewBin />
                <Places places={places.value} chosen={place?.url} />
            </aside>
            {place ? <PlaceView key={place.url} place={place} /> : <NoPlace />}
        </div>
    );
}

function Places({ places, chosen }: { places: Place[]; chosen: string | undefined }) {
    const faults = useFaults();
    return (
        <ul class="places">
            {places.map(({ url, bin, count, isDown }) => (
                <li key={url}>
                    <button
                        type="button"
                        aria-current={url === chosen ? "true" : undefined}
                        onClick={() => (faults.chosen.value = url)}
                        title={url}
                    >
                        <span class="name">{bin ?? url.replace(/^https?:\/\//, "")}</span>
                        <span class="count">{count.toLocaleString("en")}</span>
                        <span class="faint kind">
                            {bin === undefined ? "endpoint" : "bin"}
                            {isDown && <b class="bad"> · down</b>}
                        </span>
                    </button>
                </li>
            ))}
        </ul>
    );
}

function NewBin() {
    const faults = useFaults();
    const name = useSignal("");
    const make = async (event: Event) => {
        event.preventDefault();
        const bin = name.value.trim();
        if (bin === "" || !(await faults.makeBin(bin))) return;
        name.value = "";
    };
    return (
        <form class="new-bin" onSubmit={(event) => void make(event)}>
            <label for="new-bin">A new bin</label>
            <div class="line">
                <input
                    id="new-bin"
                    value={name.value}
                    placeholder="orders"
                    required
                    pattern="[A-Za-z0-9._\-]+"
                    title="Letters, digits, dots, dashes"
                    spellcheck={false}
                    autocomplete="off"
                    onInput={(event) => (name.value = event.currentTarget.value)}
                />
                <button type="submit">Make</button>
            </div>
        </form>
    );
}

function NoPlace() {
    return (
        <section class="place empty" aria-label="No endpoint">
            <p>
                A bin takes in whatever is sent to it. Make one, send a webhook there, and see what
                comes.
            </p>
        </section>
    );
}

function PlaceView({ place }: { place: Place }) {
    return (
        <div class="place">
            <InFront place={place} />
            {place.bin === undefined ? (
                <EndpointAttempts url={place.url} />
            ) : (
                <BinRequests bin={place.bin} url={place.url} />
            )}
        </div>
    );
}
