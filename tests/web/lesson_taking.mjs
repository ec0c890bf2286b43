// What one does with a lesson, whatever page it is in.

/** Goes through a lesson, and gives what it told. `guesses` are what the learner says. */
export async function takeLesson({ page, lesson }, guesses) {
    const told = [];
    const done = lesson.getByText("That was all");
    const next = lesson.getByRole("button", { name: "Next" });
    const number = lesson.getByLabel("Your number");
    while (!(await done.isVisible())) {
        await next.or(number).or(done).first().waitFor();
        if (await number.isVisible()) {
            await number.fill(String(guesses[told.length]));
            await page.keyboard.press("Enter");
            const answer = lesson.locator(".answer").nth(told.length);
            await answer.waitFor();
            told.push(Number((await answer.innerText()).replaceAll(",", "")));
        } else if (await next.isVisible()) {
            await next.press("Enter");
        }
    }
    return told;
}
