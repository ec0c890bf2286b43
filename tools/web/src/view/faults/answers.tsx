// What an endpoint can be made to say.
export const answers: { as: string; text: string }[] = [
    { as: "503", text: "503 Service Unavailable" },
    { as: "500", text: "500 Internal Server Error" },
    { as: "429", text: "429 Too Many Requests" },
    { as: "410", text: "410 Gone" },
    { as: "refused", text: "a refused connection" },
    { as: "timeout", text: "no answer until the timeout" },
    { as: "reset", text: "a reset connection" },
    { as: "malformed", text: "an answer that is no HTTP" },
    { as: "dns", text: "no address for the name" },
    { as: "tls", text: "a failed TLS handshake" },
];
export const success = { as: "200", text: "200 OK" };
export const lostAnswer = { as: "lost_ack", text: "a lost answer, the work done" };

/** As a rule has it: a status is a number. */
export function valueOf(as: string): number | string {
    return /^\d+$/.test(as) ? Number(as) : as;
}

interface Props {
    value: string;
    choices: { as: string; text: string }[];
    onChange: (as: string) => void;
}

export function AnswerSelect({ value, choices, onChange }: Props) {
    return (
        <select value={value} onChange={(event) => onChange(event.currentTarget.value)}>
            {choices.map(({ as, text }) => (
                <option key={as} value={as}>
                    {text}
                </option>
            ))}
        </select>
    );
}
