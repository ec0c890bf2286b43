// The key that calls of the service's API show.
import { useServer } from "../app_context.ts";

export function ApiKey() {
    const { key } = useServer();
    return (
        <label class="apikey">
            API key
            <input
                autocomplete="off"
                spellcheck={false}
                size={28}
                value={key.value}
                onInput={(event) => (key.value = event.currentTarget.value)}
            />
            <span class="faint">any will do, unless the server was started with --api-key</span>
        </label>
    );
}
