output "vpc_id" {
  description = "Id of the VPC."
  value       = aws_vpc.this.id
}

output "public_subnets" {
  description = "Ids of the subnets with a route to the internet, for load balancers, and for tasks that have public addresses."
  value       = [for zone in local.zones : aws_subnet.public[zone].id]
}

output "private_subnets" {
  description = "Ids of the subnets without one; empty where there are none."
  value       = [for zone in keys(local.private) : aws_subnet.private[zone].id]
}

output "task_subnets" {
  description = "Ids of the subnets for tasks: the private ones where there are some. deploy.network.subnets of slipway.yml."
  value       = var.private_subnets ? [for zone in keys(local.private) : aws_subnet.private[zone].id] : [for zone in local.zones : aws_subnet.public[zone].id]
}

output "task_public_ip" {
  description = "Whether tasks in task_subnets need a public address to pull their images. deploy.network.publicIp of slipway.yml."
  value       = !var.private_subnets
}
