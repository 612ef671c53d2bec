locals {
  # Answers every path, and so every health check, until the first deployment.
  placeholder = <<-SHELL
    printf 'server { listen ${var.container.port}; location / { default_type text/plain; return 200 "Nothing is deployed here yet.\n"; } }' > /etc/nginx/conf.d/default.conf
    exec nginx -g 'daemon off;'
  SHELL

  launch_type = length(var.capacity_providers) == 0 ? "FARGATE" : null

  # Endpoints reach the repositories of ECR, and no other registry: what cannot be pulled is not started.
  pulls         = var.internet || can(regex("^[0-9]{12}\\.dkr\\.ecr\\.[^/]+/", var.placeholder_image))
  desired_count = local.pulls ? var.desired_count : 0
}

resource "aws_security_group" "this" {
  name        = "${var.cluster}-${var.name}"
  description = "Tasks of service ${var.name}"
  vpc_id      = var.vpc_id
  tags        = merge(var.tags, { Name = "${var.cluster}-${var.name}" })
}

resource "aws_vpc_security_group_ingress_rule" "load_balancer" {
  count                        = var.load_balancer == null ? 0 : 1
  security_group_id            = aws_security_group.this.id
  description                  = "Requests of the load balancer"
  referenced_security_group_id = var.load_balancer.security_group
  ip_protocol                  = "tcp"
  from_port                    = var.container.port
  to_port                      = var.container.port
}

resource "aws_vpc_security_group_egress_rule" "load_balancer" {
  count                        = var.load_balancer == null ? 0 : 1
  security_group_id            = var.load_balancer.security_group
  description                  = "Tasks of service ${var.name}"
  referenced_security_group_id = aws_security_group.this.id
  ip_protocol                  = "tcp"
  from_port                    = var.container.port
  to_port                      = var.container.port
}

# Images, logs, secrets and whatever the application asks.
resource "aws_vpc_security_group_egress_rule" "anywhere" {
  security_group_id = aws_security_group.this.id
  description       = "Anywhere"
  cidr_ipv4         = "0.0.0.0/0"
  ip_protocol       = "-1"
}

# A family of its own, which no deployment looks for releases in: when Terraform registers the placeholder again, it is nobody's newest revision.
resource "aws_ecs_task_definition" "placeholder" {
  family                   = "${var.name}-placeholder"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 512
  execution_role_arn       = var.execution_role_arn
  task_role_arn            = var.task_role_arn
  tags                     = var.tags

  container_definitions = jsonencode([{
    name         = var.container.name
    image        = var.placeholder_image
    essential    = true
    command      = ["sh", "-c", local.placeholder]
    portMappings = [{ containerPort = var.container.port, hostPort = var.container.port, protocol = "tcp" }]
  }])
}

# ----- rolling and blue-green

resource "aws_ecs_service" "this" {
  count                              = var.strategy == "ecs-blue-green" ? 0 : 1
  name                               = var.name
  cluster                            = var.cluster
  task_definition                    = aws_ecs_task_definition.placeholder.arn
  desired_count                      = local.desired_count
  launch_type                        = local.launch_type
  deployment_minimum_healthy_percent = 100
  deployment_maximum_percent         = 200
  health_check_grace_period_seconds  = var.load_balancer == null ? null : var.health_check_grace
  enable_execute_command             = var.execute_command
  propagate_tags                     = "SERVICE"
  tags                               = var.tags

  deployment_controller {
    type = var.strategy == "blue-green" ? "CODE_DEPLOY" : "ECS"
  }

  dynamic "deployment_circuit_breaker" {
    for_each = var.strategy == "rolling" ? [true] : []

    content {
      enable   = true
      rollback = true
    }
  }

  dynamic "capacity_provider_strategy" {
    for_each = var.capacity_providers

    content {
      capacity_provider = capacity_provider_strategy.key
      base              = capacity_provider_strategy.value.base
      weight            = capacity_provider_strategy.value.weight
    }
  }

  network_configuration {
    subnets          = var.subnets
    security_groups  = [aws_security_group.this.id]
    assign_public_ip = var.public_ip
  }

  dynamic "load_balancer" {
    for_each = var.load_balancer == null ? [] : [var.load_balancer]

    content {
      target_group_arn = load_balancer.value.target_group
      container_name   = var.container.name
      container_port   = var.container.port
    }
  }

  lifecycle {
    ignore_changes = [task_definition, desired_count, load_balancer]
  }

  depends_on = [
    aws_vpc_security_group_ingress_rule.load_balancer,
    aws_vpc_security_group_egress_rule.load_balancer,
    aws_vpc_security_group_egress_rule.anywhere,
  ]
}

resource "aws_codedeploy_app" "this" {
  count            = var.strategy == "blue-green" ? 1 : 0
  name             = coalesce(var.code_deploy.application, var.name)
  compute_platform = "ECS"
  tags             = var.tags
}

resource "aws_codedeploy_deployment_group" "this" {
  count                  = var.strategy == "blue-green" ? 1 : 0
  app_name               = aws_codedeploy_app.this[0].name
  deployment_group_name  = coalesce(var.code_deploy.deployment_group, var.name)
  service_role_arn       = var.shifting_role_arn
  deployment_config_name = var.code_deploy.configuration
  tags                   = var.tags

  deployment_style {
    deployment_option = "WITH_TRAFFIC_CONTROL"
    deployment_type   = "BLUE_GREEN"
  }

  auto_rollback_configuration {
    enabled = true
    events  = length(var.code_deploy.alarms) == 0 ? ["DEPLOYMENT_FAILURE"] : ["DEPLOYMENT_FAILURE", "DEPLOYMENT_STOP_ON_ALARM"]
  }

  dynamic "alarm_configuration" {
    for_each = length(var.code_deploy.alarms) == 0 ? [] : [var.code_deploy.alarms]

    content {
      enabled = true
      alarms  = alarm_configuration.value
    }
  }

  blue_green_deployment_config {
    deployment_ready_option {
      action_on_timeout    = var.code_deploy.wait_for_approval > 0 ? "STOP_DEPLOYMENT" : "CONTINUE_DEPLOYMENT"
      wait_time_in_minutes = var.code_deploy.wait_for_approval
    }

    terminate_blue_instances_on_deployment_success {
      action                           = "TERMINATE"
      termination_wait_time_in_minutes = var.code_deploy.termination_wait
    }
  }

  ecs_service {
    cluster_name = var.cluster
    service_name = aws_ecs_service.this[0].name
  }

  load_balancer_info {
    target_group_pair_info {
      prod_traffic_route {
        listener_arns = [var.load_balancer.listener]
      }

      dynamic "test_traffic_route" {
        for_each = var.load_balancer.test_listener == null ? [] : [var.load_balancer.test_listener]

        content {
          listener_arns = [test_traffic_route.value]
        }
      }

      dynamic "target_group" {
        for_each = var.load_balancer.target_groups

        content {
          name = target_group.value
        }
      }
    }
  }
}

# ----- ecs-blue-green

# The service of the AWS provider 5.100 has no deployment strategy, which CloudFormation has:
# https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ecs-service.html
locals {
  settings = merge(
    {
      ServiceName                   = var.name
      Cluster                       = var.cluster
      HealthCheckGracePeriodSeconds = var.health_check_grace
      EnableExecuteCommand          = var.execute_command
      PropagateTags                 = "SERVICE"
      DeploymentController          = { Type = "ECS" }
      DeploymentConfiguration = {
        Strategy                 = "BLUE_GREEN"
        BakeTimeInMinutes        = var.bake_minutes
        MinimumHealthyPercent    = 100
        MaximumPercent           = 200
        DeploymentCircuitBreaker = { Enable = true, Rollback = true }
      }
      NetworkConfiguration = {
        AwsvpcConfiguration = {
          Subnets        = var.subnets
          SecurityGroups = [aws_security_group.this.id]
          AssignPublicIp = var.public_ip ? "ENABLED" : "DISABLED"
        }
      }
      LoadBalancers = [for load_balancer in var.load_balancer == null ? [] : [var.load_balancer] : {
        ContainerName  = var.container.name
        ContainerPort  = var.container.port
        TargetGroupArn = load_balancer.target_group
        AdvancedConfiguration = merge(
          {
            AlternateTargetGroupArn = load_balancer.other_target_group
            ProductionListenerRule  = load_balancer.rule
            RoleArn                 = var.shifting_role_arn
          },
          load_balancer.test_rule == null ? {} : { TestListenerRule = load_balancer.test_rule },
        )
      }]
    },
    local.launch_type == null ? {} : { LaunchType = local.launch_type },
    local.launch_type != null ? {} : {
      CapacityProviderStrategy = [for name, share in var.capacity_providers : { CapacityProvider = name, Base = share.base, Weight = share.weight }]
    },
  )
}

# CloudFormation sends a service all of its properties when one changes, the task definition too, and so would deploy what the stack began with.
# Therefore the stack creates the service and never changes it; the check below tells what that leaves undone.
resource "aws_cloudformation_stack" "this" {
  count = var.strategy == "ecs-blue-green" ? 1 : 0
  name  = "service-${var.cluster}-${replace(var.name, "_", "-")}"
  tags  = var.tags

  template_body = jsonencode({
    AWSTemplateFormatVersion = "2010-09-09"
    Description              = "Service ${var.name} in cluster ${var.cluster}, whose traffic ECS shifts"
    Resources = {
      Service = {
        Type       = "AWS::ECS::Service"
        Properties = merge(local.settings, { TaskDefinition = aws_ecs_task_definition.placeholder.arn, DesiredCount = local.desired_count })
      }
    }
  })

  lifecycle {
    ignore_changes = [template_body, tags, tags_all]
  }

  depends_on = [
    aws_vpc_security_group_ingress_rule.load_balancer,
    aws_vpc_security_group_egress_rule.load_balancer,
    aws_vpc_security_group_egress_rule.anywhere,
  ]
}

check "settings" {
  assert {
    condition = alltrue([for stack in aws_cloudformation_stack.this :
      merge(jsondecode(stack.template_body).Resources.Service.Properties, { TaskDefinition = null, DesiredCount = null }) == merge(jsondecode(jsonencode(local.settings)), { TaskDefinition = null, DesiredCount = null })
    ])
    error_message = "Service ${var.name} in cluster ${var.cluster} was created with other settings than these, and Terraform leaves it as it is, because CloudFormation would deploy the placeholder again. Change it by 'aws ecs update-service', or by deploy.serviceDefinition of slipway.yml."
  }
}
