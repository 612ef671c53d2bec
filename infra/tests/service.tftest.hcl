mock_provider "aws" {
  override_during = plan

  mock_resource "aws_ecs_task_definition" {
    defaults = { arn = "arn:aws:ecs:eu-west-2:123456789012:task-definition/staging-app:1" }
  }

  mock_resource "aws_security_group" {
    defaults = { id = "sg-0123456789abcdef0" }
  }
}

# Its values are made when they are applied, for what is applied and then planned again.
mock_provider "aws" {
  alias = "applied"

  mock_resource "aws_ecs_task_definition" {
    defaults = { arn = "arn:aws:ecs:eu-west-2:123456789012:task-definition/staging-app:1" }
  }

  mock_resource "aws_security_group" {
    defaults = { id = "sg-0123456789abcdef0" }
  }
}

variables {
  name               = "staging-app"
  cluster            = "staging"
  vpc_id             = "vpc-0123456789abcdef0"
  subnets            = ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"]
  public_ip          = true
  container          = { name = "nginx", port = 8080 }
  execution_role_arn = "arn:aws:iam::123456789012:role/shop-staging-execution"
  load_balancer = {
    security_group     = "sg-0123456789abcdef9"
    target_group       = "arn:aws:elasticloadbalancing:eu-west-2:123456789012:targetgroup/shop-staging-blue/0123456789abcdef"
    other_target_group = "arn:aws:elasticloadbalancing:eu-west-2:123456789012:targetgroup/shop-staging-green/0123456789abcdef"
    target_groups      = ["shop-staging-blue", "shop-staging-green"]
    listener           = "arn:aws:elasticloadbalancing:eu-west-2:123456789012:listener/app/shop-staging/0123456789abcdef/0123456789abcde1"
    test_listener      = "arn:aws:elasticloadbalancing:eu-west-2:123456789012:listener/app/shop-staging/0123456789abcdef/0123456789abcde2"
    rule               = "arn:aws:elasticloadbalancing:eu-west-2:123456789012:listener-rule/app/shop-staging/0123456789abcdef/0123456789abcde1/1"
    test_rule          = "arn:aws:elasticloadbalancing:eu-west-2:123456789012:listener-rule/app/shop-staging/0123456789abcdef/0123456789abcde2/2"
  }
}

run "tasks_take_requests_of_the_load_balancer_only" {
  command = plan

  module {
    source = "../modules/service"
  }

  assert {
    condition     = [for rule in aws_vpc_security_group_ingress_rule.load_balancer : "${rule.referenced_security_group_id} ${coalesce(rule.cidr_ipv4, "-")} ${rule.from_port}-${rule.to_port}"] == ["sg-0123456789abcdef9 - 8080-8080"]
    error_message = "Only the load balancer reaches the tasks, at the container's port."
  }

  assert {
    condition     = length(aws_security_group.this.ingress) == 0
    error_message = "The security group itself lets somebody in."
  }

  assert {
    condition     = [for rule in aws_vpc_security_group_egress_rule.load_balancer : "${rule.security_group_id} ${rule.from_port}"] == ["sg-0123456789abcdef9 8080"]
    error_message = "The load balancer reaches the tasks and nothing else."
  }
}

run "rolling_has_the_circuit_breaker" {
  command = plan

  module {
    source = "../modules/service"
  }

  assert {
    condition     = aws_ecs_service.this[0].deployment_controller[0].type == "ECS" && aws_ecs_service.this[0].deployment_circuit_breaker[0].enable && aws_ecs_service.this[0].deployment_circuit_breaker[0].rollback
    error_message = "ECS rolls a failed deployment back."
  }

  assert {
    condition     = aws_ecs_service.this[0].deployment_minimum_healthy_percent == 100 && aws_ecs_service.this[0].deployment_maximum_percent == 200
    error_message = "No deployment takes tasks away before there are others."
  }

  assert {
    condition     = aws_ecs_service.this[0].launch_type == "FARGATE" && length(aws_codedeploy_app.this) == 0 && length(aws_cloudformation_stack.this) == 0
    error_message = "It is a service on Fargate, without CodeDeploy."
  }

  assert {
    condition     = output.load_balancer == { container = "nginx", port = 8080, targetGroup = var.load_balancer.target_group } && output.code_deploy == null
    error_message = "deploy.loadBalancer has the target group."
  }

  assert {
    condition     = jsondecode(aws_ecs_task_definition.placeholder.container_definitions)[0].portMappings == [{ containerPort = 8080, hostPort = 8080, protocol = "tcp" }] && strcontains(jsondecode(aws_ecs_task_definition.placeholder.container_definitions)[0].command[2], "listen 8080;")
    error_message = "The placeholder listens at the container's port."
  }
}

run "code_deploy_shifts_between_both_target_groups" {
  command = plan

  module {
    source = "../modules/service"
  }

  variables {
    strategy          = "blue-green"
    shifting_role_arn = "arn:aws:iam::123456789012:role/shop-staging-load-balancer"
    code_deploy       = { alarms = ["errors"], wait_for_approval = 60 }
  }

  assert {
    condition     = aws_ecs_service.this[0].deployment_controller[0].type == "CODE_DEPLOY" && length(aws_ecs_service.this[0].deployment_circuit_breaker) == 0
    error_message = "CodeDeploy controls the deployments."
  }

  assert {
    condition = (
      aws_codedeploy_deployment_group.this[0].load_balancer_info[0].target_group_pair_info[0].target_group[*].name == tolist(["shop-staging-blue", "shop-staging-green"])
      && one(aws_codedeploy_deployment_group.this[0].load_balancer_info[0].target_group_pair_info[0].prod_traffic_route[0].listener_arns) == var.load_balancer.listener
      && one(aws_codedeploy_deployment_group.this[0].load_balancer_info[0].target_group_pair_info[0].test_traffic_route[0].listener_arns) == var.load_balancer.test_listener
    )
    error_message = "Both target groups and both listeners are CodeDeploy's."
  }

  assert {
    condition     = aws_codedeploy_deployment_group.this[0].auto_rollback_configuration[0].events == toset(["DEPLOYMENT_FAILURE", "DEPLOYMENT_STOP_ON_ALARM"])
    error_message = "A failed deployment is rolled back, and one in which an alarm went off."
  }

  assert {
    condition     = aws_codedeploy_deployment_group.this[0].blue_green_deployment_config[0].deployment_ready_option[0].action_on_timeout == "STOP_DEPLOYMENT" && aws_codedeploy_deployment_group.this[0].blue_green_deployment_config[0].deployment_ready_option[0].wait_time_in_minutes == 60
    error_message = "A deployment that nobody approved within the hour is stopped."
  }

  assert {
    condition     = output.code_deploy == { application = "staging-app", deploymentGroup = "staging-app" } && output.load_balancer == null
    error_message = "deploy.codeDeploy has the names, and deploy.loadBalancer nothing."
  }
}

run "ecs_shifts_the_traffic" {
  providers = {
    aws = aws.applied
  }

  module {
    source = "../modules/service"
  }

  variables {
    strategy          = "ecs-blue-green"
    shifting_role_arn = "arn:aws:iam::123456789012:role/shop-staging-load-balancer"
    bake_minutes      = 10
  }

  assert {
    condition     = length(aws_ecs_service.this) == 0
    error_message = "CloudFormation makes the service, because the provider has no deployment strategy."
  }

  assert {
    condition = jsondecode(aws_cloudformation_stack.this[0].template_body).Resources.Service.Properties.DeploymentConfiguration == {
      Strategy                 = "BLUE_GREEN", BakeTimeInMinutes = 10, MinimumHealthyPercent = 100, MaximumPercent = 200
      DeploymentCircuitBreaker = { Enable = true, Rollback = true }
    }
    error_message = "The strategy is BLUE_GREEN, with the circuit breaker."
  }

  assert {
    condition = jsondecode(aws_cloudformation_stack.this[0].template_body).Resources.Service.Properties.LoadBalancers == [{
      ContainerName = "nginx", ContainerPort = 8080, TargetGroupArn = var.load_balancer.target_group
      AdvancedConfiguration = {
        AlternateTargetGroupArn = var.load_balancer.other_target_group, ProductionListenerRule = var.load_balancer.rule
        TestListenerRule        = var.load_balancer.test_rule, RoleArn = "arn:aws:iam::123456789012:role/shop-staging-load-balancer"
      }
    }]
    error_message = "ECS has both target groups, both rules and its role."
  }

  assert {
    condition     = aws_ecs_task_definition.placeholder.family == "staging-app-placeholder" && jsondecode(aws_cloudformation_stack.this[0].template_body).Resources.Service.Properties.TaskDefinition == aws_ecs_task_definition.placeholder.arn
    error_message = "The service begins with the placeholder, which is in no family of releases."
  }
}

run "what_ecs_shifts_is_left_as_the_deployments_have_it" {
  providers = {
    aws = aws.applied
  }

  module {
    source = "../modules/service"
  }

  variables {
    strategy          = "ecs-blue-green"
    shifting_role_arn = "arn:aws:iam::123456789012:role/shop-staging-load-balancer"
    bake_minutes      = 20
    desired_count     = 4
    placeholder_image = "public.ecr.aws/nginx/nginx:1.30"
    tags              = { team = "shop" }
  }

  expect_failures = [check.settings]

  assert {
    condition = [for property in ["TaskDefinition", "DesiredCount", "DeploymentConfiguration"] : jsonencode(jsondecode(aws_cloudformation_stack.this[0].template_body).Resources.Service.Properties[property])] == [
      jsonencode(aws_ecs_task_definition.placeholder.arn), "1", jsonencode({
        Strategy                 = "BLUE_GREEN", BakeTimeInMinutes = 10, MinimumHealthyPercent = 100, MaximumPercent = 200
        DeploymentCircuitBreaker = { Enable = true, Rollback = true }
      })
    ] && length(aws_cloudformation_stack.this[0].tags) == 0
    error_message = "The stack changes, and CloudFormation deploys the placeholder."
  }
}

run "spot_for_a_service_without_requests" {
  command = plan

  module {
    source = "../modules/service"
  }

  variables {
    load_balancer      = null
    capacity_providers = { FARGATE_SPOT = { weight = 1 } }
  }

  assert {
    condition     = one(aws_ecs_service.this[0].capacity_provider_strategy).capacity_provider == "FARGATE_SPOT" && output.launch_type == null
    error_message = "Capacity providers take the place of the launch type."
  }

  assert {
    condition     = length(aws_vpc_security_group_ingress_rule.load_balancer) == 0
    error_message = "Nothing reaches the tasks."
  }
}

run "without_internet_nothing_is_started_that_cannot_be_pulled" {
  command = plan

  module {
    source = "../modules/service"
  }

  variables {
    internet      = false
    public_ip     = false
    desired_count = 2
  }

  assert {
    condition     = local.desired_count == 0 && output.desired_count == 2
    error_message = "The service begins without tasks, and slipway.yml starts two."
  }
}

run "a_placeholder_in_ecr_is_started_without_internet" {
  command = plan

  module {
    source = "../modules/service"
  }

  variables {
    strategy          = "blue-green"
    shifting_role_arn = "arn:aws:iam::123456789012:role/shop-staging-load-balancer"
    internet          = false
    public_ip         = false
    desired_count     = 2
    placeholder_image = "123456789012.dkr.ecr.eu-west-2.amazonaws.com/shop.placeholder:1"
  }

  assert {
    condition     = local.desired_count == 2 && output.desired_count == null
    error_message = "An endpoint reaches ECR, and the service begins with two tasks."
  }
}

run "code_deploy_without_a_role_or_a_placeholder_that_it_can_start_and_shells_without_a_task_role_are_refused" {
  command = plan

  module {
    source = "../modules/service"
  }

  variables {
    strategy        = "blue-green"
    internet        = false
    execute_command = true
  }

  expect_failures = [var.internet, var.shifting_role_arn, var.execute_command]
}

run "the_placeholder_has_the_task_role_that_shells_need" {
  command = plan

  module {
    source = "../modules/service"
  }

  variables {
    execute_command = true
    task_role_arn   = "arn:aws:iam::123456789012:role/shop-staging-task"
  }

  assert {
    condition     = aws_ecs_service.this[0].enable_execute_command && aws_ecs_task_definition.placeholder.task_role_arn == "arn:aws:iam::123456789012:role/shop-staging-task"
    error_message = "ECS creates no service with ECS Exec whose tasks have no role."
  }
}

run "shifting_without_a_load_balancer_is_refused" {
  command = plan

  module {
    source = "../modules/service"
  }

  variables {
    strategy          = "blue-green"
    shifting_role_arn = "arn:aws:iam::123456789012:role/shop-staging-load-balancer"
    load_balancer     = null
  }

  expect_failures = [var.strategy]
}
