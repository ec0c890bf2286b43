// ShipEngine's own client, pointed at drydock by its base URL.
"use strict";

const assert = require("node:assert");
const { spawn } = require("node:child_process");
const { once } = require("node:events");
const { after, before, test } = require("node:test");
const ShipEngine = require("shipengine");

const key = "TEST_good";
let drydock, baseURL;

function client(apiKey = key) {
  return new ShipEngine({ apiKey, baseURL, timeout: 2000 });
}

before(async () => {
  drydock = spawn(process.env.DRYDOCK ?? "drydock",
    ["serve", "--listen", ":0", "--quiet", "--api-key", key],
    { stdio: ["ignore", "pipe", "inherit"] });
  const [line] = await once(drydock.stdout, "data");
  baseURL = JSON.parse(line).url;
});

after(async () => {
  drydock.kill("SIGTERM");
  await once(drydock, "exit");
});

test("carriers", async () => {
  const carriers = await client().listCarriers();
  assert.deepStrictEqual(carriers.map((each) => each.carrierCode), ["stamps_com", "ups", "fedex"]);
  assert.strictEqual(carriers[1].services[0].serviceCode, "ups_ground");
});

test("tracking by number and by label", async () => {
  const headers = { "API-Key": key };
  const number = "1Z00000000000003";
  const where = `carrier_code=ups&tracking_number=${number}`;
  await fetch(`${baseURL}/v1/tracking/start?${where}`, { method: "POST", headers });
  await fetch(`${baseURL}/_drydock/clock/advance`,
    { method: "POST", body: JSON.stringify({ until: "idle" }) });
  const tracked = await client().trackUsingCarrierCodeAndTrackingNumber(
    { carrierCode: "ups", trackingNumber: number });
  assert.strictEqual(tracked.statusCode, "DE");
  assert.deepStrictEqual(tracked.events.map((each) => each.eventCode), ["DE", "EX", "IT", "AC"]);
  const label = await client().trackUsingLabelId("se-28529731");
  assert.strictEqual(label.trackingNumber, "1Z999AA10123456784");
});

test("rates", async () => {
  const address = { name: "A", phone: "1", addressLine1: "1 Main St", cityLocality: "Austin",
    stateProvince: "TX", postalCode: "78756", countryCode: "US",
    addressResidentialIndicator: "no" };
  const made = await client().getRatesWithShipmentDetails({
    rateOptions: { carrierIds: ["se-100002"] },
    shipment: { validateAddress: "no_validation", shipTo: address, shipFrom: address,
      packages: [{ weight: { value: 16, unit: "ounce" } }] },
  });
  assert.strictEqual(made.shipTo.cityLocality, "Austin");
  assert.strictEqual(made.totalWeight.value, 16);
  assert.deepStrictEqual(made.rateResponse.rates.map((rate) => rate.serviceCode),
    ["ups_ground", "ups_2nd_day_air", "ups_next_day_air"]);
  assert.strictEqual(made.rateResponse.rates[0].shippingAmount.amount, 5.75);
});

test("a label", async () => {
  const address = { name: "A", phone: "1", addressLine1: "1 Main St", cityLocality: "Austin",
    stateProvince: "TX", postalCode: "78756", countryCode: "US",
    addressResidentialIndicator: "no" };
  const label = await client().createLabelFromShipmentDetails({
    shipment: { carrierId: "se-100002", serviceCode: "ups_ground", shipTo: address,
      shipFrom: address, packages: [{ weight: { value: 16, unit: "ounce" } }] },
  });
  assert.strictEqual(label.shipmentCost.amount, 5.75);
  assert.strictEqual(label.packages[0].trackingNumber, label.trackingNumber);
  const tracked = await client().trackUsingLabelId(label.labelId);
  assert.strictEqual(tracked.trackingNumber, label.trackingNumber);
  const paper = await fetch(label.labelDownload.pdf, { headers: { "API-Key": key } });
  assert.match(await paper.text(), /^%PDF/);
});

test("what goes wrong", async () => {
  // The client takes a 401 for a success without anything in it.
  assert.deepStrictEqual(await client("TEST_bad").listCarriers(), []);
  await assert.rejects(client().trackUsingLabelId("se-none"),
    { message: "Label ID se-none was not found." });
  await assert.rejects(client().getRatesWithShipmentDetails({
    rateOptions: { carrierIds: ["se-9"] }, shipment: { packages: [] } }),
  { message: "carrier_id se-9 not found" });
});
