output "strategy" {
  description = "deploy.strategy of slipway.yml."
  value       = var.strategy
}

output "cluster" {
  description = "deploy.cluster of slipway.yml."
  value       = var.cluster
}

output "service" {
  description = "deploy.service of slipway.yml, once the service is there."
  value       = var.name
  depends_on  = [aws_ecs_service.this, aws_cloudformation_stack.this, aws_codedeploy_deployment_group.this]
}

output "launch_type" {
  description = "deploy.launchType of slipway.yml; null where the service has capacity providers."
  value       = local.launch_type == null ? null : lower(local.launch_type)
}

output "network" {
  description = "deploy.network of slipway.yml."
  value = {
    subnets        = var.subnets
    securityGroups = [aws_security_group.this.id]
    publicIp       = var.public_ip
  }
}

output "load_balancer" {
  description = "deploy.loadBalancer of slipway.yml; null without one, and where deployments themselves say which target group is next."
  value = var.load_balancer == null || var.strategy != "rolling" ? null : {
    container   = var.container.name
    port        = var.container.port
    targetGroup = var.load_balancer.target_group
  }
}

output "code_deploy" {
  description = "deploy.codeDeploy of slipway.yml; null for other strategies."
  value = var.strategy != "blue-green" ? null : {
    application     = aws_codedeploy_app.this[0].name
    deploymentGroup = aws_codedeploy_deployment_group.this[0].deployment_group_name
  }
}

output "desired_count" {
  description = "deploy.desiredCount of slipway.yml where the service began without tasks, so that the first deployment starts some; null otherwise. Leave it out once autoscaling has the number."
  value       = var.desired_count > local.desired_count ? var.desired_count : null
}
