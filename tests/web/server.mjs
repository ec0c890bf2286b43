// `drydock serve` as a process, for tests of its dashboard.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import { createInterface } from "node:readline";
import { program } from "./support.mjs";

// A test that fails leaves its server behind: nobody waits for it, and it does not stay.
const running = new Set();
process.once("exit", () => running.forEach((server) => server.kill("SIGKILL")));

/** Starts a server, and waits until it serves. It listens where it likes unless told. */
export async function startServer(...options) {
    const words = ["serve", ...(options.includes("--listen") ? [] : ["--listen", ":0"])];
    const server = spawn(program, [...words, ...options], { stdio: ["ignore", "pipe", "pipe"] });
    running.add(server);
    let log = "";
    server.stderr.on("data", (text) => (log += text));
    const first = once(createInterface({ input: server.stdout }), "line");
    const ended = once(server, "exit").finally(() => running.delete(server));
    const line = await Promise.race([first, ended.then(() => undefined)]);
    if (!line) throw new Error(`drydock serve ended: ${log}`);
    for (const each of [server, server.stdout, server.stderr]) each.unref();
    const { url } = JSON.parse(line[0]);
    const end = async (signal) => {
        if (server.exitCode !== null || server.signalCode !== null) return;
        server.ref();
        server.kill(signal);
        await ended;
    };

    /** A request to the server, which must be answered with a success. */
    async function ask(method, path, body, headers = {}) {
        const answer = await fetch(url + path, {
            method,
            headers,
            body: body === undefined ? undefined : JSON.stringify(body),
        });
        const text = await answer.text();
        if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
        const isJson = answer.headers.get("Content-Type")?.startsWith("application/json");
        return isJson ? JSON.parse(text) : text;
    }

    return {
        url,
        port: new URL(url).port,
        control: (method, path, body) => ask(method, `/_drydock/${path}`, body),
        service: (method, path, body) => ask(method, path, body, { "API-Key": "TEST_key" }),
        events: async () =>
            (await ask("GET", "/_drydock/journal"))
                .split("\n")
                .filter((line) => line.length > 0)
                .map((line) => JSON.parse(line)),
        kill: () => end("SIGKILL"),
        stop: () => end("SIGTERM"),
    };
}

/** A receiver of webhooks that answers what `answer` gives for each request. */
export async function startShop(answer = () => 200) {
    const bodies = [];
    const server = createServer((request, reply) => {
        let body = "";
        request.on("data", (piece) => (body += piece));
        request.on("end", () => {
            bodies.push(body);
            reply.writeHead(answer(bodies.length)).end();
        });
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    return {
        url: `http://127.0.0.1:${server.address().port}`,
        bodies,
        stop: () => {
            server.closeAllConnections();
            server.close();
        },
    };
}
