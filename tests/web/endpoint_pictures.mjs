// A world with something to see at its endpoints, and pictures of it.

/** Bins with an outage, an empty one, an endpoint that is down, and three hours of scans. */
export async function fillEndpoints(server) {
    await server.service("POST", "/v1/environment/webhooks", {
        event: "track",
        url: `${server.url}/bin/orders`,
    });
    await server.control("PUT", "bin/orders/rules", {
        outages: [{ from: "1h", until: "4h", as: 503 }],
        rules: [{ attempt: 3, respond: 410 }],
    });
    await server.control("PUT", "bin/empty/rules", {});
    await server.control("PUT", "endpoints", {
        "https://shop.example": { outages: [{ until: "9h" }] },
    });
    await server.control("POST", "timeline", {
        at: "0s",
        repeat: { every: "20m", times: 12 },
        track: { shipment: "se-{n}", status: "IT" },
    });
    await server.control("POST", "clock/advance", { by: "3h" });
    await fetch(`${server.url}/bin/orders?x=1`, {
        method: "POST",
        headers: { Authorization: "Bearer secret", "Content-Type": "application/json" },
        body: '{"amount":40.0,"lines":[{"sku":"BUB-1-T","count":2}]}',
    });
}

const chooseLast = async (page) => {
    await page.getByRole("button", { name: /^orders/ }).click();
    await page.locator("[role=rowgroup] [role=row]").last().click();
};

export const endpointPictures = [
    { name: "endpoints", view: "endpoints", act: chooseLast },
    {
        name: "endpoints-empty",
        view: "endpoints",
        act: (page) => page.getByRole("button", { name: /^empty/ }).click(),
    },
    {
        name: "endpoints-resend",
        view: "endpoints",
        act: async (page) => {
            await chooseLast(page);
            await page.getByRole("button", { name: "Resend…" }).click();
        },
    },
    { name: "outage", view: "timeline", act: (page) => page.keyboard.press("o") },
    { name: "save", view: "timeline", act: (page) => page.keyboard.press("s") },
];
