"""README's recipes for sweeps on many machines, run on this one.

mpirun is Open MPI's own. In the place of srun stands a script that starts as many processes and
tells each what Slurm's documentation says it is told; an indexed job of Kubernetes is played from
its manifest, pod by pod.
"""
import re
import subprocess

import yaml

SEEDS = "1..8"  # instead of README's, so that it takes no hour
VARIABLES = ("OMPI_COMM_WORLD_RANK", "OMPI_COMM_WORLD_SIZE", "PMI_RANK", "PMI_SIZE", "SLURM_PROCID",
             "SLURM_NTASKS", "JOB_COMPLETION_INDEX", "DRYDOCK_SHARDS")

SRUN = """#!/usr/bin/env python3
import os, subprocess, sys
assert sys.argv[1] == "--ntasks", sys.argv
count, command = int(sys.argv[2]), sys.argv[3:]
tasks = [subprocess.Popen(command, env={**os.environ, "SLURM_PROCID": str(rank),
                                        "SLURM_NTASKS": str(count)}) for rank in range(count)]
sys.exit(max(task.wait() for task in tasks))
"""


def mpi_environment(environment):
    """mpirun as root, and with more processes than there are cores."""
    return {**environment, "OMPI_ALLOW_RUN_AS_ROOT": "1", "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM": "1",
            "OMPI_MCA_rmaps_base_oversubscribe": "1"}


def mpirun_words(readme):
    """How README starts processes with mpirun, up to the program; with two of them."""
    words = re.search(r"^(mpirun .*?) drydock ", readme.read_text(), re.M)[1].split()
    words[words.index("-np") + 1] = "2"
    return words


def executable(path, text):
    """A script that can be started."""
    path.write_text(text)
    path.chmod(0o755)


def run_lines(program, folder, lines):
    """Lines of a shell, where `drydock` is the program under test. What merge prints."""
    tools = folder / "bin"
    tools.mkdir()
    (tools / "drydock").symlink_to(program.path)
    executable(tools / "srun", SRUN)
    environment = mpi_environment(program.environment)
    environment["PATH"] = f"{tools}:{environment['PATH']}"
    done = None
    for line in lines:
        done = subprocess.run(line, shell=True, cwd=folder, env=environment, check=True,
                              stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    return done.stdout


def shell_recipe(lines):
    """A recipe that is two lines of a shell: sweep, and merge."""
    sweep = re.search(r"drydock sweep (\S+) --seeds (\S+)", lines[0])

    def run(program, folder):
        shortened = [line.replace(sweep[2], SEEDS) for line in lines]
        return sweep[1], SEEDS, run_lines(program, folder, shortened)
    return run


def kubernetes_recipe(manifest, lines):
    """A recipe that is the manifest of an indexed job: each pod in turn."""
    job = yaml.safe_load(manifest)["spec"]
    container, = job["template"]["spec"]["containers"]
    assert job["completionMode"] == "Indexed", job

    def run(program, folder):
        mounted = container["volumeMounts"][0]["mountPath"]
        words = [word.replace(mounted, str(folder / "results")) for word in container["command"]]
        assert words[:2] == ["drydock", "sweep"], words
        words[words.index("--seeds") + 1] = SEEDS
        told = {variable["name"]: variable["value"] for variable in container["env"]}
        for index in range(job["completions"]):
            subprocess.run([program.path, *words[1:]], check=True, stdout=subprocess.DEVNULL,
                           stderr=subprocess.DEVNULL,
                           env={**program.environment, **told, "JOB_COMPLETION_INDEX": str(index)})
        merge = [line.replace(mounted, str(folder / "results")) for line in lines]
        return words[2], SEEDS, run_lines(program, folder, merge)
    return run


def recipes(readme):
    """(name, function) of each recipe: sh blocks that begin with a launcher, and the yaml block
    of a job with the sh block that follows it."""
    blocks = re.findall(r"^```(sh|yaml)\n(.*?)^```$", readme.read_text(), re.M | re.S)
    found = []
    for place, (kind, text) in enumerate(blocks):
        lines = text.splitlines()
        if kind == "yaml" and "kind: Job" in lines:
            found.append(("kubernetes", kubernetes_recipe(text, blocks[place + 1][1].splitlines())))
        elif lines[0].startswith(("mpirun ", "srun ")):
            found.append((lines[0].split()[0], shell_recipe(lines)))
    return found
