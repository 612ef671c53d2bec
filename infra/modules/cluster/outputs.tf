output "cluster" {
  description = "Name of the cluster. deploy.cluster of slipway.yml."
  value       = aws_ecs_cluster_capacity_providers.this.cluster_name
}

output "arn" {
  description = "ARN of the cluster."
  value       = aws_ecs_cluster.this.arn
}
