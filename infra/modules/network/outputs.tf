output "vpc_id" {
  description = "Id of the VPC."
  value       = aws_vpc.this.id
}

output "public_subnets" {
  description = "Ids of the subnets with a route to the internet, once they have it: for load balancers, and for tasks that have public addresses."
  value       = [for zone in local.zones : aws_subnet.public[zone].id]
  depends_on  = [aws_route.internet, aws_route_table_association.public]
}

output "private_subnets" {
  description = "Ids of the subnets without one, once they reach AWS through NAT or endpoints; empty where there are none."
  value       = [for zone in keys(local.private) : aws_subnet.private[zone].id]
  depends_on  = [aws_route.nat, aws_route_table_association.private, aws_vpc_endpoint.s3, aws_vpc_endpoint.interface, aws_vpc_security_group_ingress_rule.endpoints]
}

output "task_subnets" {
  description = "Ids of the subnets for tasks, once images can be pulled in them: the private ones where there are some. deploy.network.subnets of slipway.yml."
  value       = var.private_subnets ? [for zone in keys(local.private) : aws_subnet.private[zone].id] : [for zone in local.zones : aws_subnet.public[zone].id]

  # Of what the subnets refer to nothing waits for their routes: a task that starts before them pulls no image.
  depends_on = [
    aws_route.internet,
    aws_route.nat,
    aws_route_table_association.public,
    aws_route_table_association.private,
    aws_vpc_endpoint.s3,
    aws_vpc_endpoint.interface,
    aws_vpc_security_group_ingress_rule.endpoints,
  ]
}

output "task_public_ip" {
  description = "Whether tasks in task_subnets need a public address to pull their images. deploy.network.publicIp of slipway.yml."
  value       = !var.private_subnets
}

output "task_internet" {
  description = "Whether tasks in task_subnets reach the internet: internet of the module service."
  value       = !var.private_subnets || var.nat
}
