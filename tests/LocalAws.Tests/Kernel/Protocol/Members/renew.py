"""Writes the members of the requests of each service that LocalAws has, from the API models of the botocore that is installed:
one line for each operation, with the paths of its members ('[]' for the elements of a list). Call it in its own folder, after an update of botocore."""

import botocore
import botocore.session

SERVICES = ["acm", "application-autoscaling", "cloudwatch", "codedeploy", "ecr", "ecs", "elbv2", "logs", "scheduler", "secretsmanager", "servicediscovery", "ssm", "sts"]


def paths(shape, before, within):
    if shape.type_name == "list":
        yield from paths(shape.member, before + "[]", within)
    elif shape.type_name == "structure" and shape.name not in within:
        for name, member in shape.members.items():
            path = f"{before}.{name}" if before else name
            yield path
            yield from paths(member, path, within | {shape.name})


def name(member, default):
    """As it stands in the request: a header, a parameter of the query, an element of XML."""
    return member.serialization.get("name", default)


def elements(shape, before, within):
    if shape.type_name == "list":
        yield from elements(shape.member, before + "[]", within)
    elif shape.type_name == "structure" and shape.name not in within:
        for key, member in shape.members.items():
            if member.serialization.get("location") in ("header", "headers", "querystring"):
                yield f"{member.serialization['location'].rstrip('s')}:{name(member, key)}"
            elif "location" not in member.serialization and member.type_name != "blob":
                path = f"{before}.{name(member, key)}" if before else name(member, key)
                yield path
                yield from elements(member, path, within | {shape.name})


for service in SERVICES:
    model = botocore.session.get_session().get_service_model(service)
    with open(f"{service}.txt", "w", encoding="utf-8") as file:
        file.write(f"# botocore {botocore.__version__}, API version {model.api_version}\n")
        for operation in model.operation_names:
            shape = model.operation_model(operation).input_shape
            file.write(" ".join([operation, *(paths(shape, "", frozenset()) if shape else [])]) + "\n")

model = botocore.session.get_session().get_service_model("s3")
with open("s3.txt", "w", encoding="utf-8") as file:
    file.write(f"# botocore {botocore.__version__}, API version {model.api_version}\n")
    for operation in model.operation_names:
        shape = model.operation_model(operation).input_shape
        file.write(" ".join([operation, *(elements(shape, "", frozenset()) if shape else [])]) + "\n")
